/** The cluster log as it is written, filtered. */
import { html } from 'lit';
import { View } from '../parts/view.js';
import { tag } from '../parts/tag.js';
import { place } from '../place.js';
import { store } from '../store.js';
import { clock } from '../format.js';

const LEVELS = ['debug', 'info', 'sec', 'warn', 'error'];
const TAGS = { debug: 'neutral', info: 'info', sec: 'warning', warn: 'warning', error: 'error' };

export class LogView extends View {
  static sections = ['log', 'cluster'];

  connectedCallback() {
    super.connectedCallback();
    store.readLog();
  }

  render() {
    const least = LEVELS.indexOf(place.get('level', 'info'));
    const channel = place.get('channel');
    const rows = [...store.lines.values()]
      .filter((line) => LEVELS.indexOf(line.priority) >= least && (!channel || line.channel === channel))
      .sort((a, b) => (b.seq ?? 0) - (a.seq ?? 0));
    return html`<section class="panel" aria-labelledby="lines-title"><h2 id="lines-title">Newest first</h2>
      <div class="choice">
        <label class="field">From level<select @change=${(event) => place.set({ level: event.target.value })}>${LEVELS.map((level, i) => html`<option ?selected=${i === least}>${level}</option>`)}</select></label>
        <label class="field">Channel<select @change=${(event) => place.set({ channel: event.target.value })}><option value="" ?selected=${!channel}>all</option>${['cluster', 'audit'].map((name) => html`<option ?selected=${name === channel}>${name}</option>`)}</select></label></div>
      <data-table name="l" fixed label="Cluster log" .rows=${rows} .rowKey=${(row) => row.seq} empty="No line has this level and channel." .columns=${[
        { key: 'time', label: 'Time', value: (row) => clock(row.stamp), cell: (row) => html`<time class="mono">${clock(row.stamp)}</time>` },
        { key: 'priority', label: 'Level', value: (row) => row.priority, cell: (row) => tag(TAGS[row.priority] ?? 'neutral', row.priority) },
        { key: 'channel', label: 'Channel', value: (row) => row.channel },
        { key: 'name', label: 'From', value: (row) => row.name, cell: (row) => html`<bdi>${row.name}</bdi>` },
        { key: 'message', label: 'Message', align: 'message', value: (row) => row.message, cell: (row) => html`<bdi title=${row.message}>${row.message}</bdi>` },
      ]}></data-table></section>`;
  }
}

customElements.define('log-view', LogView);
