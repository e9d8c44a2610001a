/** A table with columns that sort and a filter, both kept in the place. Long ones render only the rows that are seen. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from './view.js';
import { place } from '../place.js';
import { count } from '../format.js';

const ROW = 37;
const LONG = 80;
const AROUND = 12;

/**
 * Properties: label; columns [{key, label, value(row), cell?(row), align?}]; rows; rowKey(row); name, the prefix of its filters in
 * the place; empty, the text without rows; fixed, when the rows have an order of their own.
 */
export class DataTable extends View {
  static properties = {
    label: {}, columns: { attribute: false }, rows: { attribute: false }, rowKey: { attribute: false },
    name: {}, empty: {}, fixed: { type: Boolean }, top: { state: true },
  };

  constructor() {
    super();
    this.rows = [];
    this.columns = [];
    this.name = '';
    this.empty = 'Nothing to show.';
    this.top = 0;
  }

  get sortKey() {
    return place.get(`${this.name}sort`);
  }

  /** The rows that the filter leaves, in order. */
  shown() {
    const words = place.get(`${this.name}q`).toLowerCase().split(/\s+/).filter(Boolean);
    let rows = this.rows;
    if (words.length) {
      rows = rows.filter((row) => {
        const text = this.columns.map((column) => column.value(row) ?? '').join(' ').toLowerCase();
        return words.every((word) => text.includes(word));
      });
    }
    const key = this.sortKey.replace(/^-/, '');
    const column = this.columns.find((each) => each.key === key);
    if (!column) {
      return rows;
    }
    const sign = this.sortKey.startsWith('-') ? -1 : 1;
    return [...rows].sort((a, b) => sign * compare(column.value(a), column.value(b)));
  }

  render() {
    const rows = this.shown();
    const long = rows.length > LONG;
    const first = long ? Math.max(0, Math.floor(this.top / ROW) - AROUND) : 0;
    const last = long ? Math.min(rows.length, first + Math.ceil(700 / ROW) + 2 * AROUND) : rows.length;
    this.pads = [first * ROW, (rows.length - last) * ROW];
    return html`
      <div class="table-tools">
        <label class="search"><span class="visually-hidden">Filter ${this.label}</span>
          <input type="search" placeholder="Filter" .value=${place.get(`${this.name}q`)}
            @input=${(event) => place.set({ [`${this.name}q`]: event.target.value })}></label>
        <span class="muted" aria-live="polite">${rows.length === this.rows.length
          ? count(rows.length, 'row') : `${rows.length.toLocaleString('en')} of ${count(this.rows.length, 'row')}`}</span>
      </div>
      <div class="table-frame ${long ? 'long' : ''}" role="region" aria-label=${this.label} tabindex="0"
        @scroll=${long ? (event) => { this.top = event.target.scrollTop; } : null}>
        <table aria-rowcount=${rows.length + 1}>
          <thead><tr aria-rowindex="1">${this.columns.map((column) => this.head(column))}</tr></thead>
          <tbody>
            ${long ? html`<tr class="pad" aria-hidden="true"><td colspan=${this.columns.length}></td></tr>` : nothing}
            ${repeat(rows.slice(first, last), this.rowKey, (row, i) => html`<tr aria-rowindex=${first + i + 2}>
              ${this.columns.map((column) => html`<td class=${column.align ?? ''}>${(column.cell ?? column.value)(row)}</td>`)}</tr>`)}
            ${long ? html`<tr class="pad" aria-hidden="true"><td colspan=${this.columns.length}></td></tr>` : nothing}
            ${rows.length ? nothing : html`<tr><td class="muted empty" colspan=${this.columns.length}>${this.rows.length ? 'No row fits the filter.' : this.empty}</td></tr>`}
          </tbody>
        </table>
      </div>`;
  }

  head(column) {
    const sorted = this.sortKey.replace(/^-/, '') === column.key;
    const down = this.sortKey.startsWith('-');
    if (this.fixed || column.plain) {
      return html`<th scope="col" class=${column.align ?? ''}>${column.label}</th>`;
    }
    return html`<th scope="col" class=${column.align ?? ''} aria-sort=${sorted ? (down ? 'descending' : 'ascending') : 'none'}>
      <button class="sort" @click=${() => place.set({ [`${this.name}sort`]: sorted ? (down ? '' : `-${column.key}`) : column.key })}>
        ${column.label}<span class="sort-sign" aria-hidden="true">${sorted ? (down ? '▼' : '▲') : ''}</span></button></th>`;
  }

  updated() {
    this.querySelectorAll('tr.pad > td').forEach((cell, i) => {
      cell.style.height = `${this.pads[i]}px`;
    });
  }
}

function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  return String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true });
}

customElements.define('data-table', DataTable);
