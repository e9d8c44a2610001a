/** The space of the cluster, now and over time, with its health then. */
import { html } from 'lit';
import { View } from '../parts/view.js';
import { bar } from '../parts/bar.js';
import { glance } from '../parts/tag.js';
import { gapped } from './counters.js';
import { limits } from './overview.js';
import { store } from '../store.js';
import { bytes, percent } from '../format.js';

const AGAIN_MS = 60_000;
const PERIOD = 60;

export class CapacityView extends View {
  static sections = ['capacity'];
  static properties = { history: { state: true }, health: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.read();
    this.timer = setInterval(() => this.read(), AGAIN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async read() {
    const points = (await store.get('api/history').catch(() => null))?.space;
    if (points) {
      points.sort((a, b) => a[0] - b[0]); // after a failover the clock may be behind
      const series = (label, at) => ({ label, ...gapped(points.map((point) => ({ time: point[0], value: point[at] })), PERIOD) });
      this.history = [series('Used', 1), series('Size', 2)];
      this.health = bandsOf(points);
    }
  }

  render() {
    const { stats = {}, classes = {}, ratios } = store.section('capacity');
    const rows = [['Whole cluster', stats], ...Object.entries(classes)];
    const bounds = limits(ratios);
    return html`<section class="panel" aria-labelledby="space-title"><h2 id="space-title">Space</h2>
      <div class="table-frame" role="region" aria-label="Space by class" tabindex="0"><table><thead><tr><th scope="col">Of</th><th scope="col">Used</th><th scope="col" class="end">Bytes used</th><th scope="col" class="end">Available</th><th scope="col" class="end">Size</th></tr></thead>
      <tbody>${rows.map(([name, each]) => html`<tr><th scope="row"><bdi>${name}</bdi></th><td>${bar(each.total_bytes ? each.total_used_raw_bytes / each.total_bytes : null, name, bounds)}</td>
        <td class="end">${bytes(each.total_used_raw_bytes)}</td><td class="end">${bytes(each.total_avail_bytes)}</td><td class="end">${bytes(each.total_bytes)}</td></tr>`)}</tbody></table></div>
      <p class="muted">Nearly full from ${percent(bounds.nearfull)} on, full from ${percent(bounds.full)} on.</p></section>
      <section class="panel" aria-labelledby="over-title"><h2 id="over-title">Over time</h2>
      ${this.history?.[0].times.length > 1 ? html`<time-plot label="capacity over time" .series=${this.history} .bands=${this.health} .format=${bytes}></time-plot>`
        : html`<p class="muted">A point is kept each minute, through failovers. There are too few yet to draw.</p>`}</section>`;
  }
}

/** The health between points: {from, to, level, label}, in seconds. It is unknown where points are missing. */
function bandsOf(points) {
  const bands = [];
  points.forEach(([time, , , status], i) => {
    const next = points[i + 1]?.[0] ?? time + PERIOD;
    const to = next - time > 3 * PERIOD ? time + PERIOD : next;
    const last = bands.at(-1);
    const { level, text } = glance(status, 0);
    if (last?.label === text && last.to === time) {
      last.to = to;
    } else if (status) {
      bands.push({ from: time, to, level, label: text });
    }
  });
  return bands;
}

customElements.define('capacity-view', CapacityView);
