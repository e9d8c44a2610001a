/** The perf counters as plots: chosen, compared, as values or rates. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { place } from '../place.js';
import { store } from '../store.js';
import { bytes, count, number } from '../format.js';

const AGAIN_MS = 5000;
const MOST = 8;
const KEPT = 2000;
const KEPT_SERIES = 3 * MOST;

/** The points of each series, by its span and name: they outlive the view as well as a failover. */
const kept = new Map();

export class CountersView extends View {
  static sections = [];
  static properties = { index: { state: true }, series: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.read();
    this.timer = setInterval(() => this.read(), AGAIN_MS);
    this.onChosen = () => this.read();
    window.addEventListener('placechange', this.onChosen);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    window.removeEventListener('placechange', this.onChosen);
  }

  get chosen() {
    return place.params.getAll('c').flatMap((all) => all.split('~')).filter(Boolean);
  }

  choose(names) {
    place.set({ c: names.join('~') });
  }

  async read() {
    const span = place.get('span', '10m');
    const query = this.chosen.map((name) => `counter=${encodeURIComponent(name)}`).join('&');
    try {
      this.index = await store.get('api/counters');
      const series = this.chosen.length ? await store.get(`api/series?span=${span}&${query}`) : [];
      this.series = series.map((each) => this.keep(each, span));
    } catch { // the link says what is wrong; the points stay
    }
  }

  /** Adds points to those that the page has: a failover takes none away, and leaves a gap. */
  keep(each, span) {
    const key = `${span} ${each.daemon}|${each.path}`;
    const points = kept.get(key) ?? new Map();
    each.times.forEach((time, i) => points.set(time, { time, value: each.values[i], epoch: each.epoch }));
    const last = [...points.values()].sort((a, b) => a.time - b.time).slice(-KEPT);
    kept.delete(key); // so that the series that was read longest ago is the first
    kept.set(key, new Map(last.map((point) => [point.time, point])));
    [...kept.keys()].slice(0, -KEPT_SERIES).forEach((old) => kept.delete(old));
    return { ...each, ...gapped(last, span === '6h' ? 60 : 5) };
  }

  render() {
    const index = this.index ?? { daemons: [], types: {} };
    const daemons = index.daemons;
    const daemon = daemons.includes(place.get('daemon')) ? place.get('daemon') : daemons[0];
    const paths = Object.entries(index.types[daemon?.split('.')[0]] ?? {}).sort(([, a], [, b]) => b.priority - a.priority);
    const rate = place.get('as') === 'rate';
    return html`<section class="panel" aria-labelledby="choose-title"><h2 id="choose-title">Choose</h2>
      ${daemons.length ? html`<form class="choice" @submit=${(event) => this.add(event)}>
        <label class="field">Daemon<select name="daemon" @change=${(event) => place.set({ daemon: event.target.value })}>${daemons.map((name) => html`<option ?selected=${name === daemon}>${name}</option>`)}</select></label>
        <label class="field">Counter<select name="path">${paths.map(([path, about]) => html`<option value=${path} title=${about.description}>${path}</option>`)}</select></label>
        <button class="primary" ?disabled=${this.chosen.length >= MOST}>Add to the plot</button></form>`
        : html`<p class="muted">No daemon has reported a counter to this manager yet.</p>`}
      <div class="choice">
        <label class="field">Show<select @change=${(event) => place.set({ as: event.target.value === 'rate' ? 'rate' : '' })}><option value="value" ?selected=${!rate}>Value</option><option value="rate" ?selected=${rate}>Rate per second</option></select></label>
        <label class="field">Time<select @change=${(event) => place.set({ span: event.target.value === '6h' ? '6h' : '' })}><option value="10m" ?selected=${place.get('span') !== '6h'}>10 minutes, each sample</option><option value="6h" ?selected=${place.get('span') === '6h'}>6 hours, one a minute</option></select></label></div>
      ${this.chosen.length ? html`<ul class="chips" aria-label="Chosen counters">${this.chosen.map((name) => html`<li class="chip"><bdi>${name.replace('|', ' ')}</bdi>
        <button class="chip-remove" aria-label="Remove ${name.replace('|', ' ')}" @click=${() => this.choose(this.chosen.filter((each) => each !== name))}>×</button></li>`)}</ul>` : nothing}
      ${index.leftOut ? html`<p class="muted">${count(index.kept, 'counter')} ${index.kept === 1 ? 'has' : 'have'} a history; ${count(index.leftOut, 'counter')} of less priority ${index.leftOut === 1 ? 'was' : 'were'} left out, since the memory for it is bounded.</p>` : nothing}</section>
      <section class="panel" aria-labelledby="plot-title"><h2 id="plot-title">${rate ? 'Rates' : 'Values'}</h2>${this.plot(rate)}</section>`;
  }

  plot(rate) {
    if (!this.chosen.length) {
      return html`<p class="muted">Choose counters above, up to ${MOST}, to compare them. The choice is in the address of the page.</p>`;
    }
    const series = (this.series ?? []).map((each) => ({
      label: `${each.daemon} ${each.path}`, times: each.times, values: rate ? rates(each) : each.values,
    }));
    const inBytes = this.series?.length && this.series.every((each) => each.unit === 'BYTES');
    const format = (value) => `${inBytes ? bytes(value) : number(value)}${rate ? '/s' : ''}`;
    const about = new Map((this.series ?? []).filter((each) => each.description).map((each) => [each.path, each.description]));
    return html`<time-plot label="counters" .series=${series} .format=${format}></time-plot>
      ${[...about].map(([path, text]) => html`<p class="muted"><code>${path}</code> <bdi>${text}</bdi></p>`)}`;
  }

  add(event) {
    event.preventDefault();
    const { daemon, path } = event.target.elements;
    const name = `${daemon.value}|${path.value}`;
    if (path.value && !this.chosen.includes(name)) {
      this.choose([...this.chosen, name]);
    }
  }
}

/** Points with null where some are missing, and between two epochs, so that a gap is drawn. */
export function gapped(points, period) {
  const out = { times: [], values: [] };
  points.forEach(({ time, value, epoch }, i) => {
    const before = points[i - 1];
    if (before && (epoch !== before.epoch || time - before.time > 3 * period)) {
      out.times.push((before.time + time) / 2);
      out.values.push(null);
    }
    out.times.push(time);
    out.values.push(value);
  });
  return out;
}

/** The growth per second; a counter that went down has restarted. */
function rates({ times, values }) {
  return values.map((value, i) => {
    const before = i > 0 ? values[i - 1] : null;
    return value === null || before === null || value < before ? null : (value - before) / (times[i] - times[i - 1]);
  });
}

customElements.define('counters-view', CountersView);
