/** The file systems: their ranks and who serves them, the standbys, and the pools. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { tag } from '../parts/tag.js';
import { store } from '../store.js';
import { bytes, count, number } from '../format.js';

export class FsView extends View {
  static sections = ['filesystems', 'pools'];

  render() {
    const { standbys = [], ...filesystems } = store.section('filesystems');
    const all = Object.values(filesystems);
    return html`<section class="panel" aria-labelledby="fs-title"><h2 id="fs-title">File systems</h2>
      <data-table name="f" label="File systems" .rows=${all} .rowKey=${(row) => row.id} empty="No metadata server has reported a file system." .columns=${[
        { key: 'name', label: 'File system', value: (row) => row.name, cell: (row) => html`<bdi>${row.name}</bdi>` },
        { key: 'state', label: 'State', value: (row) => stateOf(row).text, cell: (row) => tag(stateOf(row).level, stateOf(row).text) },
        { key: 'ranks', label: 'Ranks served', align: 'end', value: (row) => row.servers.length, cell: (row) => `${row.servers.length} of ${row.wanted}` },
        { key: 'failed', label: 'Ranks without a server', value: (row) => row.failed.join(', '), cell: (row) => row.failed.join(', ') || 'none' },
      ]}></data-table></section>
      <section class="panel" aria-labelledby="mds-title"><h2 id="mds-title">Metadata servers</h2>
      <p class="muted">${count(standbys.length, 'standby', 'standbys')} for a rank that loses its server.</p>
      <data-table name="s" label="Metadata servers" .rows=${serversOf(all, standbys)} .rowKey=${(row) => row.name} empty="No metadata server reports." .columns=${[
        { key: 'name', label: 'Server', value: (row) => row.name, cell: (row) => html`<bdi>${row.name}</bdi>` },
        { key: 'fs', label: 'File system', value: (row) => row.filesystem, cell: (row) => (row.filesystem ? html`<bdi>${row.filesystem}</bdi>` : tag('neutral', 'Standby')) },
        { key: 'rank', label: 'Rank', align: 'end', value: (row) => (row.filesystem ? row.rank : -1), cell: (row) => (row.filesystem ? row.rank : nothing) },
        { key: 'state', label: 'State', value: (row) => row.state },
        { key: 'address', label: 'Address', value: (row) => row.address },
      ]}></data-table></section>
      ${this.pools()}`;
  }

  /** The pools that file systems use. The map does not say which pool is whose. */
  pools() {
    const pools = Object.values(store.section('pools')).filter((pool) => pool.applications.includes('cephfs'));
    return html`<section class="panel" aria-labelledby="fs-pools-title"><h2 id="fs-pools-title">Pools</h2>
      <data-table name="p" label="Pools of file systems" .rows=${pools} .rowKey=${(row) => row.id} empty="No pool is used by file systems: 'osd pool application enable POOL cephfs' says so of one." .columns=${[
        { key: 'name', label: 'Pool', value: (row) => row.name, cell: (row) => html`<bdi>${row.name}</bdi>` },
        { key: 'objects', label: 'Objects', align: 'end', value: (row) => row.objects ?? 0, cell: (row) => number(row.objects) },
        { key: 'used', label: 'Data, all copies', align: 'end', value: (row) => row.used ?? 0, cell: (row) => bytes(row.used) },
        { key: 'available', label: 'Available', align: 'end', value: (row) => row.available ?? 0, cell: (row) => bytes(row.available) },
      ]}></data-table></section>`;
  }
}

/** The state of a file system, and how bad it is. */
function stateOf({ enabled, failed, servers, wanted }) {
  if (!enabled) {
    return { level: 'error', text: 'out of service' };
  }
  if (failed.length) {
    return { level: 'error', text: 'ranks without a server' };
  }
  return servers.length < wanted ? { level: 'warning', text: 'fewer ranks than wanted' } : { level: 'ok', text: 'served' };
}

function serversOf(filesystems, standbys) {
  return [...filesystems.flatMap(({ name, servers }) => servers.map((server) => ({ ...server, filesystem: name }))),
    ...standbys.map((server) => ({ ...server, filesystem: '' }))];
}

customElements.define('fs-view', FsView);
