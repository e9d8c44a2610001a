/** The frame of all views: the head with the state of the cluster and of the link, the list of views, and the view. */
import { html, nothing } from 'lit';
import { View } from './parts/view.js';
import { glance, tag } from './parts/tag.js';
import { notice } from './parts/ask.js';
import { place } from './place.js';
import { store } from './store.js';
import { theme } from './theme.js';

const VIEWS = [
  ['overview', 'Overview', () => html`<overview-view></overview-view>`],
  ['hosts', 'Hosts and daemons', () => html`<hosts-view></hosts-view>`],
  ['osds', 'Storage daemons', () => html`<osds-view></osds-view>`],
  ['pools', 'Pools and groups', () => html`<pools-view></pools-view>`],
  ['fs', 'File systems', () => html`<fs-view></fs-view>`],
  ['capacity', 'Capacity', () => html`<capacity-view></capacity-view>`],
  ['counters', 'Counters', () => html`<counters-view></counters-view>`],
  ['modules', 'Modules', () => html`<modules-view></modules-view>`],
  ['keys', 'Config keys', () => html`<keys-view></keys-view>`],
  ['log', 'Cluster log', () => html`<log-view></log-view>`],
  ['command', 'Command', () => html`<command-view></command-view>`],
];

export class ReeveApp extends View {
  static sections = ['cluster', 'health', 'notes', 'link'];
  static properties = { open: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('failover', ({ detail: { from, to } }) => notice(
      `${to.active} took over from ${from.active} (epoch ${to.epoch}). You are at the same place.`,
    ));
    window.addEventListener('placechange', () => this.viewChanged());
    this.shownView = place.view;
  }

  /** Leads readers and the keyboard to a new view. */
  async viewChanged() {
    if (this.shownView !== place.view) {
      this.shownView = place.view;
      this.open = false;
      await this.updateComplete;
      window.scrollTo(0, 0);
      this.querySelector('main').focus({ preventScroll: true });
    }
  }

  render() {
    const info = store.section('cluster').info ?? {};
    const [, title, view] = VIEWS.find(([name]) => name === place.view) ?? VIEWS[0];
    document.title = `${title} · ${info.name ?? 'Reeve'}`;
    return html`
      <a class="skip" href="#main" @click=${(event) => { event.preventDefault(); this.querySelector('main').focus(); }}>Skip to the view</a>
      <header class="head">
        <button class="menu" aria-expanded=${this.open ? 'true' : 'false'} aria-controls="views" @click=${() => { this.open = !this.open; }}>
          <span aria-hidden="true">☰</span><span class="visually-hidden">Views</span></button>
        <span class="brand"><img src="app/icon.svg" alt="" width="24" height="24"> <bdi class="cluster-name">${info.name ?? 'Reeve'}</bdi></span>
        ${this.state(info)}
        <label class="theme"><span class="visually-hidden">Colours</span>
          <select @change=${(event) => theme.choose(event.target.value)}>
            ${[['auto', 'System'], ['light', 'Light'], ['dark', 'Dark']].map(([value, text]) => html`<option value=${value} ?selected=${theme.choice === value}>${text}</option>`)}
          </select></label>
      </header>
      <nav id="views" class="views ${this.open ? 'open' : ''}" aria-label="Views"><ul>
        ${VIEWS.map(([name, text]) => html`<li><a href="#/${name}" aria-current=${name === place.view ? 'page' : nothing}>${text}</a></li>`)}
      </ul>${this.foot(info)}</nav>
      <main id="main" tabindex="-1" aria-labelledby="view-title">
        <h1 id="view-title">${title}</h1>
        ${store.ready ? view() : html`<p class="muted">Looking for the active manager…</p>`}
      </main>
      <notice-list></notice-list>
      <ask-dialog></ask-dialog>`;
  }

  state(info) {
    const { state } = store.link;
    const { status } = store.section('health');
    const { level, text } = glance(status, Object.keys(store.section('notes')).length);
    return html`<div class="state" role="status">
      ${status ? html`<a class="state-link" href="#/overview">${tag(level, text)}</a>` : nothing}
      <span class="link ${state}">${state === 'live' ? html`<span class="dot" aria-hidden="true"></span><span>Live from <bdi>${info.active}</bdi></span>`
        : html`<span class="dot" aria-hidden="true"></span>${state === 'searching' ? 'Looking for the active manager…' : 'Connecting…'}`}</span>
    </div>`;
  }

  foot(info) {
    const elsewhere = !store.link.base.startsWith(location.origin);
    return html`<div class="foot muted">
      ${elsewhere ? html`<p>Data from <a href="${store.link.base}${location.hash}">${new URL(store.link.base).host}</a></p>` : nothing}
      <p>Reeve ${info.version ?? ''}${info.epoch ? html`<br>epoch ${info.epoch}` : nothing}</p></div>`;
  }
}

customElements.define('reeve-app', ReeveApp);
