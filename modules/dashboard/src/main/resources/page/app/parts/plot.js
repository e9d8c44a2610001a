/** A plot of series over time, with a table of the same numbers for readers. */
import { html, nothing } from 'lit';
import uPlot from 'uplot';
import { View } from './view.js';
import { clock } from '../format.js';

const COLOURS = 8;
/** How high the stripe of the health is above the plot, in pixels, by level: colour is never alone. */
const STRIPE = { ok: 3, warning: 7, error: 11 };

/** Properties: label; series [{label, times, values}]; format(value); bands [{from, to, level, label}], the health over time. */
export class TimePlot extends View {
  static properties = { label: {}, series: { attribute: false }, bands: { attribute: false }, format: { attribute: false } };

  constructor() {
    super();
    this.series = [];
    this.bands = [];
    this.format = String;
    this.onTheme = () => { this.drop(); this.requestUpdate(); };
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('themechange', this.onTheme);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('themechange', this.onTheme);
    this.sizes.disconnect();
    this.drop();
  }

  drop() {
    this.plot?.destroy();
    this.plot = null;
  }

  resize() {
    const width = Math.max(200, this.clientWidth - 2);
    if (this.plot && this.plot.width !== width) {
      this.plot.setSize({ width, height: 260 });
    }
  }

  render() {
    return html`<figure class="plot">
      <figcaption class="plot-legend">${this.series.map((each, i) => html`<span class="legend-item">
        <svg class="legend-mark" viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3" class="series-${i % COLOURS}"></rect></svg>
        ${each.label}</span>`)}${this.legendOfBands()}</figcaption>
      <div class="plot-canvas" aria-hidden="true"></div>
      <details class="plot-table"><summary>The numbers of ${this.label}</summary>
        <div class="table-frame" role="region" aria-label="The numbers of ${this.label}" tabindex="0"><table>
          <thead><tr><th scope="col">Series</th><th scope="col" class="end">Last</th><th scope="col" class="end">Least</th><th scope="col" class="end">Most</th><th scope="col">At</th></tr></thead>
          <tbody>${this.series.map((each) => this.row(each))}</tbody></table></div>
        ${this.bands.length ? this.tableOfBands() : nothing}</details>
    </figure>`;
  }

  legendOfBands() {
    const labels = new Map(this.bands.map((band) => [band.level, band.label]));
    return [...labels].filter(([level]) => level in STRIPE).map(([level, label]) => html`<span class="legend-item">
      <svg class="legend-mark" viewBox="0 0 12 12" aria-hidden="true"><rect y=${12 - STRIPE[level]} width="12" height=${STRIPE[level]} class="health-${level}"></rect></svg>
      ${label}</span>`);
  }

  /** The health over time, newest first. */
  tableOfBands() {
    return html`<div class="table-frame" role="region" aria-label="The health in ${this.label}" tabindex="0"><table>
      <thead><tr><th scope="col">Health</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
      <tbody>${this.bands.toReversed().map((band) => html`<tr><th scope="row">${band.label}</th><td>${clock(band.from * 1000)}</td><td>${clock(band.to * 1000)}</td></tr>`)}</tbody></table></div>`;
  }

  row({ label, times, values }) {
    const there = values.filter((value) => value !== null);
    const last = there.at(-1) ?? null;
    const show = (value) => (there.length ? this.format(value) : '–');
    return html`<tr><th scope="row">${label}</th><td class="end">${show(last)}</td><td class="end">${show(there.reduce((a, b) => Math.min(a, b), Infinity))}</td>
      <td class="end">${show(there.reduce((a, b) => Math.max(a, b), -Infinity))}</td><td>${times.length ? clock(times.at(-1) * 1000) : '–'}</td></tr>`;
  }

  updated() {
    const data = joined(this.series);
    const labels = [this.bands.length > 0, ...this.series.map((each) => each.label)].join('\n');
    if (this.plot && this.labels === labels) {
      this.plot.setData(data);
      return;
    }
    this.drop();
    this.labels = labels;
    if (this.series.length) {
      this.plot = new uPlot(this.options(), data, this.querySelector('.plot-canvas'));
      this.resize();
    }
  }

  options() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--muted'), grid: { stroke: colour('--grid'), width: 1 }, ticks: { stroke: colour('--grid'), width: 1 },
      font: '12px system-ui, sans-serif',
    };
    return {
      width: Math.max(200, this.clientWidth - 2), height: 260, legend: { show: false }, cursor: { points: { size: 6 } },
      padding: [this.bands.length ? 20 : null, null, null, null], hooks: { draw: [(plot) => this.drawBands(plot, colour)] },
      axes: [{ ...axis, space: 80, values: (_, ticks, __, ___, step) => ticks.map((tick) => timeOf(tick, step)) }, { ...axis, size: (_, labels) => widthOf(labels), values: (_, ticks) => ticks.map((tick) => this.format(tick)) }],
      series: [{}, ...this.series.map((each, i) => ({
        label: each.label, stroke: colour(`--series-${i % COLOURS}`), width: 2, spanGaps: false, points: { show: false },
      }))],
    };
  }

  /** Draws the health as a stripe above the plot. */
  drawBands(plot, colour) {
    const { left, top, width } = plot.bbox;
    this.bands.filter(({ level }) => level in STRIPE).forEach(({ from, to, level }) => {
      const [begin, end] = [from, to].map((time) => Math.min(left + width, Math.max(left, plot.valToPos(time, 'x', true))));
      const height = STRIPE[level] * devicePixelRatio;
      plot.ctx.fillStyle = colour(`--${level}-fill`);
      plot.ctx.fillRect(begin, top - 4 * devicePixelRatio - height, end - begin, height);
    });
  }
}

/** The width of an axis whose longest label is seen whole. */
function widthOf(labels) {
  return 24 + 7 * Math.max(4, ...(labels ?? []).map((label) => label.length));
}

/** A time of the axis, as precise as the step between two needs. */
function timeOf(seconds, step) {
  const text = clock(seconds * 1000);
  return step < 60 ? text.slice(11) : step < 86_400 ? text.slice(11, 16) : text.slice(5, 10);
}

/** Series with times of their own as the columns of one table. */
function joined(series) {
  const times = [...new Set(series.flatMap((each) => each.times))].sort((a, b) => a - b);
  return [times, ...series.map((each) => {
    const at = new Map(each.times.map((time, i) => [time, each.values[i]]));
    return times.map((time) => at.get(time)); // undefined at times of others alone, where nothing is missing; null is a gap
  })];
}

customElements.define('time-plot', TimePlot);
