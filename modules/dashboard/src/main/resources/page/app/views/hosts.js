/** The hosts, and the daemons on them with what they tell of themselves. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { place } from '../place.js';
import { store } from '../store.js';
import { count } from '../format.js';

export class HostsView extends View {
  static sections = ['hosts', 'daemons'];
  static properties = { shown: { state: true }, facts: { state: true } };

  render() {
    const hosts = Object.values(store.section('hosts'));
    const host = place.get('host');
    const daemons = Object.entries(store.section('daemons')).map(([name, daemon]) => ({ name, ...daemon }))
      .filter((daemon) => !host || daemon.host === host);
    return html`
      <section class="panel" aria-labelledby="hosts-title"><h2 id="hosts-title">Hosts</h2>
        <data-table name="h" label="Hosts" .rows=${hosts} .rowKey=${(row) => row.hostname} .columns=${[
          { key: 'hostname', label: 'Host', value: (row) => row.hostname, cell: (row) => html`<button class="plain-link" aria-pressed=${host === row.hostname ? 'true' : 'false'}
            @click=${() => place.set({ host: host === row.hostname ? '' : row.hostname })}><bdi>${row.hostname}</bdi></button>` },
          { key: 'count', label: 'Daemons', align: 'end', value: (row) => row.daemons.length },
          { key: 'types', label: 'Of these', value: (row) => types(row.daemons) },
          { key: 'version', label: 'Version', value: (row) => row.version, cell: (row) => html`<bdi>${row.version}</bdi>` },
        ]}></data-table></section>
      <section class="panel" aria-labelledby="daemons-title"><h2 id="daemons-title">Daemons${host ? html` on <bdi>${host}</bdi>` : nothing}</h2>
        ${host ? html`<p><button @click=${() => place.set({ host: '' })}>Show all hosts</button></p>` : nothing}
        <data-table name="d" label="Daemons" .rows=${daemons} .rowKey=${(row) => row.name} .columns=${[
          { key: 'name', label: 'Daemon', value: (row) => row.name, cell: (row) => html`<button class="plain-link" @click=${() => this.show(row)}><bdi>${row.name}</bdi></button>` },
          { key: 'type', label: 'Type', value: (row) => row.type },
          { key: 'host', label: 'Host', value: (row) => row.host, cell: (row) => html`<bdi>${row.host}</bdi>` },
          { key: 'version', label: 'Version', value: (row) => row.version, cell: (row) => html`<bdi>${row.version}</bdi>` },
        ]}></data-table></section>
      ${this.dialog()}`;
  }

  async show(daemon) {
    this.facts = null;
    this.shown = daemon;
    await this.updateComplete;
    this.querySelector('dialog').showModal();
    const path = `api/daemon?type=${encodeURIComponent(daemon.type)}&id=${encodeURIComponent(daemon.id)}`;
    this.facts = await store.get(path).catch((failure) => ({ failure: failure.message }));
  }

  dialog() {
    const { metadata = {}, status = {}, failure } = this.facts ?? {};
    return html`<dialog class="wide" aria-labelledby="daemon-title" @close=${() => { this.shown = null; }}>
      <h2 id="daemon-title"><bdi>${this.shown?.name}</bdi></h2>
      ${failure ? html`<p class="failure" role="alert">${failure}</p>` : nothing}
      ${this.facts ? nothing : html`<p class="muted">Reading…</p>`}
      ${facts('Status', status)}${facts('Metadata', metadata)}
      ${this.facts && !Object.keys(metadata).length && !Object.keys(status).length ? html`<p class="muted">It tells nothing of itself.</p>` : nothing}
      <div class="dialog-buttons"><a class="button" href="#/counters?daemon=${encodeURIComponent(this.shown?.name ?? '')}" @click=${() => this.querySelector('dialog').close()}>Its counters</a>
        <button class="primary" @click=${() => this.querySelector('dialog').close()}>Close</button></div></dialog>`;
  }
}

function types(daemons) {
  const counts = new Map();
  daemons.forEach((name) => {
    const type = name.slice(0, name.indexOf('.'));
    counts.set(type, (counts.get(type) ?? 0) + 1);
  });
  return [...counts].map(([type, n]) => `${n} ${type}`).join(', ');
}

function facts(title, map) {
  const entries = Object.entries(map).sort(([a], [b]) => a.localeCompare(b));
  return entries.length ? html`<h3>${title} <span class="muted">${count(entries.length, 'fact')}</span></h3>
    <dl class="facts long">${entries.map(([key, value]) => html`<dt><bdi>${key}</bdi></dt><dd><bdi>${value}</bdi></dd>`)}</dl>` : nothing;
}

customElements.define('hosts-view', HostsView);
