/** The storage daemons in their hierarchy, and how full they are. */
import { html } from 'lit';
import { View } from '../parts/view.js';
import { bar } from '../parts/bar.js';
import { tag } from '../parts/tag.js';
import { limits } from './overview.js';
import { store } from '../store.js';
import { bytes, number } from '../format.js';

export class OsdsView extends View {
  static sections = ['osds', 'capacity'];

  render() {
    const nodes = store.section('osds');
    const depths = depthsOf(nodes);
    const rows = (nodes.order ?? []).map((id) => nodes[id]).filter(Boolean);
    const sums = sumsOf(nodes);
    const bounds = limits(store.section('capacity').ratios);
    const sum = (row) => sums.get(row.id) ?? { kb: row.kb, used: row.used };
    const ratio = (row) => (sum(row).kb ? sum(row).used / sum(row).kb : null);
    return html`<section class="panel" aria-labelledby="tree-title"><h2 id="tree-title">Hierarchy</h2>
      <data-table name="o" label="Storage daemons" .rows=${rows} .rowKey=${(row) => row.id} empty="No storage daemon has reported." .columns=${[
        { key: 'name', label: 'Name', value: (row) => row.name, cell: (row) => html`<span class="tree depth-${Math.min(depths.get(row.id) ?? 0, 6)}"><bdi>${row.name}</bdi> <span class="muted">${row.type === 'osd' ? row.class ?? '' : row.type}</span></span>` },
        { key: 'status', label: 'State', value: (row) => (row.type === 'osd' ? state(row) : ''), cell: (row) => (row.type === 'osd' ? tag(row.status !== 'up' ? 'error' : row.in === 0 ? 'warning' : 'ok', state(row)) : '') },
        { key: 'full', label: 'Used', value: (row) => ratio(row) ?? -1, cell: (row) => bar(ratio(row), row.name, bounds) },
        { key: 'kb', label: 'Size', align: 'end', value: (row) => sum(row).kb ?? 0, cell: (row) => bytes((sum(row).kb ?? NaN) * 1024) },
        { key: 'weight', label: 'Weight', align: 'end', value: (row) => row.weight ?? 0, cell: (row) => number(row.weight) },
        { key: 'reweight', label: 'Reweight', align: 'end', value: (row) => row.reweight ?? 0, cell: (row) => number(row.reweight) },
        { key: 'pgs', label: 'Groups', align: 'end', value: (row) => row.pgs ?? 0, cell: (row) => number(row.pgs) },
      ]}></data-table></section>`;
  }
}

function state(row) {
  return `${row.status ?? 'unknown'}${row.in === 0 ? ', out' : ''}`;
}

function depthsOf(nodes) {
  const depths = new Map();
  const visit = (id, depth) => {
    depths.set(id, depth);
    (nodes[id]?.children ?? []).forEach((child) => visit(child, depth + 1));
  };
  const children = new Set(Object.values(nodes).flatMap((node) => node.children ?? []));
  Object.values(nodes).filter((node) => node.id !== undefined && !children.has(node.id)).forEach((node) => visit(node.id, 0));
  return depths;
}

/** The space of each bucket: that of all storage daemons below it. */
function sumsOf(nodes) {
  const sums = new Map();
  const visit = (id) => {
    const node = nodes[id];
    if (!node || node.type === 'osd') {
      return { kb: node?.kb ?? 0, used: node?.used ?? 0 };
    }
    const sum = { kb: 0, used: 0 };
    (node.children ?? []).map(visit).forEach(({ kb, used }) => { sum.kb += kb; sum.used += used; });
    sums.set(id, sum);
    return sum;
  };
  Object.values(nodes).filter((node) => node.type === 'root').forEach((node) => visit(node.id));
  return sums;
}

customElements.define('osds-view', OsdsView);
