/** The long work of modules: a bar for what runs, and a list of what has finished. Empty without either. */
import { html, nothing, svg } from 'lit';
import { View } from './view.js';
import { tag } from './tag.js';
import { store } from '../store.js';
import { clock, count, percent, since, span } from '../format.js';

export class WorkList extends View {
  static sections = ['work'];

  render() {
    const events = Object.entries(store.section('work'));
    const running = events.filter(([key]) => key.startsWith('run:')).map(([, event]) => event)
      .sort((a, b) => b.started.localeCompare(a.started));
    const finished = events.filter(([key]) => key.startsWith('end:')).map(([, event]) => event)
      .sort((a, b) => b.finished.localeCompare(a.finished));
    return events.length === 0 ? nothing : html`<section class="panel" aria-labelledby="work-title"><h2 id="work-title">Work</h2>
      ${running.length ? html`<ul class="checks">${running.map((event) => this.running(event))}</ul>`
        : html`<p class="muted">Nothing is in progress.</p>`}
      ${finished.length ? html`<details class="work-finished"><summary>${count(finished.length, 'finished piece', 'finished pieces')} of work</summary>
        <ul class="checks">${finished.map((event) => this.finished(event))}</ul></details>` : nothing}</section>`;
  }

  running(event) {
    return html`<li class="check"><div class="check-head"><span class="check-text"><bdi>${event.message}</bdi></span>
      ${progressBar(event.fraction, event.message, rest(event))}
      <span class="muted"><bdi>${event.module}</bdi>, for ${since(event.started)}${rest(event) ? `, ${rest(event)}` : nothing}</span></div></li>`;
  }

  finished(event) {
    const took = span((Date.parse(event.finished) - Date.parse(event.started)) / 1000);
    return html`<li class="check"><div class="check-head">${event.failure ? tag('error', 'Failed') : tag('ok', 'Complete')}
      <span class="check-text"><bdi>${event.message}</bdi>${event.failure ? html`: <bdi>${event.failure}</bdi>` : nothing}</span>
      <span class="muted"><bdi>${event.module}</bdi>, ${clock(event.finished)}, took ${took}</span></div></li>`;
  }
}

/** What is to be said of the rest of the work. */
function rest({ inherited, fraction, started }) {
  if (inherited) {
    return 'waiting for its module to go on';
  }
  const left = fraction > 0 ? ((Date.now() - Date.parse(started)) / 1000) * (1 - fraction) / fraction : 0;
  return left >= 1 ? `about ${span(left)} left` : '';
}

/**
 * A bar of how far something is.
 *
 * @param fraction 0 to 1
 * @param label    what is done, for readers
 * @param more     what readers are told beside the percentage
 */
function progressBar(fraction, label, more) {
  const text = percent(fraction);
  return html`<span class="bar">
    <svg class="bar-track" viewBox="0 0 100 8" preserveAspectRatio="none" role="progressbar" aria-label=${label}
      aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(fraction * 100)} aria-valuetext=${more ? `${text}, ${more}` : text}>
      ${svg`<rect class="bar-fill running" width="${(fraction * 100).toFixed(2)}" height="8"></rect>`}
    </svg>
    <span class="bar-text">${text}</span>
  </span>`;
}

customElements.define('work-list', WorkList);
