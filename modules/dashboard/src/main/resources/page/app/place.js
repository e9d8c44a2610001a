/** The place in the page: the view and its filters, all of them in the fragment, so that they survive a reload and a failover. */
export const place = {
  get view() {
    return location.hash.replace(/^#\/?/, '').split('?')[0] || 'overview';
  },

  get params() {
    return new URLSearchParams(location.hash.split('?')[1] ?? '');
  },

  get(name, otherwise = '') {
    return this.params.get(name) ?? otherwise;
  },

  /** Sets filters of the present view; an empty value removes one. */
  set(values) {
    const params = this.params;
    Object.entries(values).forEach(([name, value]) => (value ? params.set(name, value) : params.delete(name)));
    const query = params.toString();
    history.replaceState(null, '', `#/${this.view}${query ? `?${query}` : ''}`);
    window.dispatchEvent(new Event('placechange'));
  },
};

window.addEventListener('hashchange', () => window.dispatchEvent(new Event('placechange')));
