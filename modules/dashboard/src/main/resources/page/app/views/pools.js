/** The pools, and the states of the placement groups. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { bar } from '../parts/bar.js';
import { tag } from '../parts/tag.js';
import { store } from '../store.js';
import { bytes, number, percent } from '../format.js';

export class PoolsView extends View {
  static sections = ['pools', 'groups'];

  render() {
    const { states = {}, status = {} } = store.section('groups');
    const total = Object.values(states).reduce((sum, n) => sum + n, 0);
    return html`<section class="panel" aria-labelledby="pools-title"><h2 id="pools-title">Pools</h2>
      <data-table name="p" label="Pools" .rows=${Object.values(store.section('pools'))} .rowKey=${(row) => row.id} empty="There are no pools: 'osd pool create' makes one." .columns=${[
        { key: 'name', label: 'Pool', value: (row) => row.name, cell: (row) => html`<bdi>${row.name}</bdi>` },
        { key: 'apps', label: 'Used by', value: (row) => row.applications.join(', ') },
        { key: 'size', label: 'Copies', align: 'end', value: (row) => row.size, cell: (row) => `${row.size} (min ${row.minSize})` },
        { key: 'pgs', label: 'Groups', align: 'end', value: (row) => row.pgs },
        { key: 'objects', label: 'Objects', align: 'end', value: (row) => row.objects ?? 0, cell: (row) => number(row.objects) },
        { key: 'used', label: 'Data, all copies', align: 'end', value: (row) => row.used ?? 0, cell: (row) => bytes(row.used) },
        { key: 'percent', label: 'Used', value: (row) => row.percent ?? 0, cell: (row) => bar(row.percent, row.name) },
        { key: 'quota', label: 'Quota', align: 'end', value: (row) => row.quotaBytes ?? 0, cell: (row) => (row.quotaBytes ? bytes(row.quotaBytes) : row.quotaObjects ? `${number(row.quotaObjects)} objects` : 'none') },
      ]}></data-table></section>
      <section class="panel" aria-labelledby="groups-title"><h2 id="groups-title">Placement groups</h2>
      ${total ? html`<div class="table-frame" role="region" aria-label="States of placement groups" tabindex="0"><table><thead><tr><th scope="col">State</th><th scope="col" class="end">Groups</th><th scope="col" class="end">Part</th></tr></thead>
        <tbody>${Object.entries(states).sort(([, a], [, b]) => b - a).map(([state, n]) => html`<tr><th scope="row">${tag(levelOfState(state), state)}</th><td class="end">${n.toLocaleString('en')}</td><td class="end">${percent(n / total)}</td></tr>`)}</tbody></table></div>`
        : html`<p class="muted">No placement group is reported.</p>`}
      ${status.degraded_objects ? html`<p>${tag('warning', 'Copies are missing')} of ${number(status.degraded_objects)} objects (${percent(status.degraded_ratio)}).</p>` : nothing}</section>`;
  }
}

function levelOfState(state) {
  if (state === 'active+clean') {
    return 'ok';
  }
  return /stale|down|incomplete|inconsistent|unknown/.test(state) || !state.includes('active') ? 'error' : 'warning';
}

customElements.define('pools-view', PoolsView);
