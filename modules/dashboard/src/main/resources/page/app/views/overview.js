/** The state of the cluster at a glance: health, who is active, what health does not count, and the numbers. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { bar } from '../parts/bar.js';
import { glance, levelOf, tag } from '../parts/tag.js';
import { ask } from '../parts/ask.js';
import { store } from '../store.js';
import { bytes, clock, count, number, since, span } from '../format.js';

const EPOCHS = 16;

export class OverviewView extends View {
  static sections = ['cluster', 'health', 'managers', 'notes', 'daemons', 'osds', 'capacity', 'groups', 'servers', 'pools', 'muteHistory'];
  static properties = { epochsRead: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.readEpochs();
  }

  changed(sections) {
    if (sections.has('cluster')) {
      this.readEpochs();
    }
  }

  /** Reads the epochs before the present one, and why each began; they do not change any more. */
  async readEpochs() {
    const { epoch } = store.section('cluster').info ?? {};
    if (!epoch || this.readAt === epoch) {
      return;
    }
    this.readAt = epoch;
    const numbers = Array.from({ length: Math.min(EPOCHS, epoch - 1) }, (_, i) => epoch - 1 - i);
    const answers = await Promise.all(numbers.map((n) => store.command(['mgr', 'dump', String(n)], 'json')));
    this.epochsRead = answers.filter((answer) => answer.status === 0).map((answer) => JSON.parse(answer.stdout));
  }

  render() {
    return html`
      <div class="cards">${this.healthCard()}${this.activeCard()}${this.daemonsCard()}${this.spaceCard()}${this.trafficCard()}${this.groupsCard()}</div>
      ${this.checks()}
      ${this.notes()}
      <work-list></work-list>
      ${this.muteHistory()}
      ${this.managers()}
      ${this.epochs()}`;
  }

  healthCard() {
    const { status } = store.section('health');
    const checks = this.allChecks();
    const counted = checks.filter(({ check }) => !check.muted).length;
    const notes = Object.keys(store.section('notes')).length;
    const { level, text } = glance(status, notes);
    return html`<section class="card ${level}" aria-labelledby="card-health"><h2 id="card-health">Health</h2>
      <p class="big">${tag(level, text)}</p>
      <p class="muted">${count(counted, 'check')}${checks.length > counted ? `, ${checks.length - counted} muted` : ''}, ${count(notes, 'note')} beside health</p></section>`;
  }

  activeCard() {
    const info = store.section('cluster').info ?? {};
    const standbys = Object.values(store.section('managers')).filter((manager) => !manager.active);
    const able = standbys.filter((manager) => manager.canLead).length;
    return html`<section class="card" aria-labelledby="card-active"><h2 id="card-active">Active manager</h2>
      <p class="big"><bdi>${info.active || 'none'}</bdi></p>
      <p class="muted">for ${since(info.since)}, epoch ${info.epoch}${this.why() ? html`<br>since <bdi>${this.why()}</bdi>` : nothing}<br>${able} of ${count(standbys.length, 'standby', 'standbys')} can take over</p></section>`;
  }

  daemonsCard() {
    const types = new Map();
    Object.values(store.section('daemons')).forEach(({ type }) => types.set(type, (types.get(type) ?? 0) + 1));
    const osds = Object.values(store.section('osds')).filter((node) => node.type === 'osd');
    const up = osds.filter((osd) => osd.status === 'up').length;
    return html`<section class="card" aria-labelledby="card-daemons"><h2 id="card-daemons">Daemons</h2>
      <p class="big">${Object.keys(store.section('daemons')).length.toLocaleString('en')}</p>
      <p class="muted">${[...types].sort().map(([type, n]) => html`<span class="pair"><bdi>${type}</bdi> ${n.toLocaleString('en')}</span> `)}
      ${osds.length ? html`<br>${up} of ${osds.length} storage daemons up` : nothing}</p></section>`;
  }

  spaceCard() {
    const { stats = {}, ratios } = store.section('capacity');
    const ratio = stats.total_bytes ? stats.total_used_raw_bytes / stats.total_bytes : null;
    return html`<section class="card" aria-labelledby="card-space"><h2 id="card-space">Capacity</h2>
      <p class="big">${bytes(stats.total_used_raw_bytes)}</p>
      <p class="muted">of ${bytes(stats.total_bytes)} used</p>${bar(ratio, 'Cluster', limits(ratios))}</section>`;
  }

  trafficCard() {
    const { status = {} } = store.section('groups');
    const rate = (value) => (value === undefined ? '–' : `${bytes(value)}/s`);
    return html`<section class="card" aria-labelledby="card-traffic"><h2 id="card-traffic">Reads and writes</h2>
      <dl class="facts"><dt>Read</dt><dd>${rate(status.read_bytes_sec)}</dd><dd class="muted">${number(status.read_op_per_sec)} op/s</dd>
      <dt>Write</dt><dd>${rate(status.write_bytes_sec)}</dd><dd class="muted">${number(status.write_op_per_sec)} op/s</dd></dl></section>`;
  }

  groupsCard() {
    const { states = {}, status = {} } = store.section('groups');
    const servers = Object.values(store.section('servers'));
    return html`<section class="card" aria-labelledby="card-groups"><h2 id="card-groups">Data</h2>
      <dl class="facts two"><dt>Pools</dt><dd>${Object.keys(store.section('pools')).length}</dd>
      <dt>Groups</dt><dd>${number(status.num_pgs)}</dd><dt>Objects</dt><dd>${number(status.num_objects)}</dd>
      <dt>ZooKeeper</dt><dd>${servers.filter((server) => server.inQuorum).length} of ${servers.length} in quorum</dd></dl>
      ${Object.keys(states).length ? html`<p class="muted">${Object.entries(states).slice(0, 3).map(([state, n]) => html`<span class="pair">${n} ${state}</span> `)}</p>` : nothing}</section>`;
  }

  allChecks() {
    return Object.entries(store.section('health')).filter(([key]) => key.startsWith('check:'))
      .map(([key, check]) => ({ code: key.slice(6), check }))
      .sort((a, b) => Number(a.check.muted) - Number(b.check.muted) || a.check.severity.localeCompare(b.check.severity));
  }

  checks() {
    const checks = this.allChecks();
    return html`<section class="panel" aria-labelledby="checks-title"><h2 id="checks-title">Health checks</h2>
      ${checks.length ? html`<ul class="checks">${checks.map(({ code, check }) => this.check(code, check))}</ul>`
        : html`<p class="muted">No health check is raised.</p>`}</section>`;
  }

  check(code, check) {
    const level = check.muted ? 'neutral' : levelOf(check.severity);
    const word = check.muted ? 'Muted' : check.severity === 'HEALTH_ERR' ? 'Error' : 'Warning';
    const detail = check.detail ?? [];
    return html`<li class="check"><div class="check-head">${tag(level, word)}<code>${code}</code>
      <span class="check-text"><bdi>${check.summary?.message}</bdi></span>
      ${check.muted
        ? html`<button @click=${() => ask({ title: `Unmute ${code}?`, text: 'It counts for the health of the cluster again.', verb: 'Unmute', words: () => ['health', 'unmute', code] })}>Unmute</button>`
        : html`<button @click=${() => ask({ title: `Mute ${code}?`, text: 'It does not count until the time is over, or it gets worse.', verb: 'Mute', field: { label: 'For how long (such as 90s, 4h or 2w)', value: '4h' }, words: (ttl) => ['health', 'mute', code, ...(ttl ? [ttl] : [])] })}>Mute…</button>`}</div>
      ${detail.length ? html`<details><summary>${count(detail.length, 'detail')}</summary><ul class="plain">${detail.map((line) => html`<li><bdi>${line.message}</bdi></li>`)}</ul></details>` : nothing}</li>`;
  }

  notes() {
    const notes = Object.entries(store.section('notes'));
    return notes.length === 0 ? nothing : html`<section class="panel" aria-labelledby="notes-title"><h2 id="notes-title">Beside health</h2>
      <p class="muted">No health check counts these, and they are worth knowing.</p>
      <ul class="checks">${notes.map(([, note]) => html`<li class="check"><div class="check-head">${tag('info', 'Note')}
        <span class="check-text"><strong><bdi>${note.title}</bdi></strong> <bdi>${note.text}</bdi></span>
        ${note.view === 'overview' ? nothing : html`<a href="#/${note.view}">Show</a>`}</div></li>`)}</ul></section>`;
  }

  /** Who muted what and how it ended, newest first; none if nothing ever was. */
  muteHistory() {
    const mutes = Object.values(store.section('muteHistory')).sort((a, b) => b.from - a.from);
    return mutes.length === 0 ? nothing : html`<section class="panel" aria-labelledby="mutes-title"><h2 id="mutes-title">Mutes</h2>
      <data-table name="m" label="Mutes" .rows=${mutes} .rowKey=${(row) => `${row.from} ${row.code}`} .columns=${[
        { key: 'code', label: 'Health check', value: (row) => row.code, cell: (row) => html`<code>${row.code}</code>` },
        { key: 'from', label: 'Muted', value: (row) => row.from, cell: (row) => html`<time>${clock(row.from)}</time>` },
        { key: 'by', label: 'By', value: (row) => row.by || 'unknown', cell: (row) => html`<bdi>${row.by || 'unknown'}</bdi>` },
        { key: 'until', label: 'Until', value: (row) => row.until, cell: (row) => `${row.until ? clock(row.until) : 'unmuted'}${row.sticky ? ', sticky' : ''}` },
        { key: 'end', label: 'Ended', value: (row) => row.end || Infinity, cell: (row) => (row.end ? html`<time>${clock(row.end)}</time>` : tag('neutral', 'Muted')) },
        { key: 'ending', label: 'Why', value: (row) => row.ending, cell: (row) => html`<bdi>${row.ending}</bdi>` },
      ]}></data-table></section>`;
  }

  managers() {
    const managers = Object.values(store.section('managers')).sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
    return html`<section class="panel" aria-labelledby="managers-title"><h2 id="managers-title">Managers</h2>
      <div class="table-frame" role="region" aria-label="Managers" tabindex="0"><table>
      <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Host</th><th scope="col">URL</th><th scope="col">Version</th><th scope="col"><span class="visually-hidden">What can be done</span></th></tr></thead>
      <tbody>${managers.map((manager) => html`<tr><th scope="row"><bdi>${manager.name}</bdi></th>
        <td>${manager.active ? tag('ok', 'Active') : manager.canLead ? tag('neutral', 'Standby') : tag('warning', 'Never leads')}</td>
        <td><bdi>${manager.host}</bdi></td><td><a href=${safeUrl(manager.url)}>${manager.url}</a></td><td><bdi>${manager.version}</bdi></td>
        <td class="end">${manager.active ? this.handOver(manager, managers) : nothing}</td></tr>`)}</tbody></table></div></section>`;
  }

  handOver(manager, managers) {
    const able = managers.filter((other) => !other.active && other.canLead).length;
    return html`<button ?disabled=${able === 0} @click=${() => ask({
      title: `Hand over from ${manager.name}?`,
      text: `${manager.name} stops its modules and gives leadership to a standby. ${able === 1 ? 'One standby' : `${able} standbys`} can take over. This page follows by itself.`,
      verb: 'Hand over', words: () => ['mgr', 'fail', manager.name],
    })}>Hand over…</button>`;
  }

  /** The reason for which the active manager became active: the one of the epoch that ended the last one's. */
  why() {
    const before = this.epochsRead?.[0];
    return before && !before.active_name ? before.why : '';
  }

  epochs() {
    const info = store.section('cluster').info ?? {};
    const past = this.epochsRead ?? [];
    return html`<section class="panel" aria-labelledby="epochs-title"><h2 id="epochs-title">Epochs</h2>
      <ol class="timeline">
        <li class="now"><span class="timeline-epoch">Epoch ${info.epoch}</span><span><strong><bdi>${info.active || 'nobody'}</bdi></strong> is active</span>
          <span class="muted">since ${clock(info.since)}, for ${since(info.since)}</span></li>
        ${past.map((epoch) => html`<li class=${epoch.active_name ? 'led' : ''}><span class="timeline-epoch">Epoch ${epoch.epoch}</span>
          <span>${epoch.active_name ? html`<strong><bdi>${epoch.active_name}</bdi></strong> was active` : html`<bdi>${epoch.why}</bdi>`}</span>
          <span class="muted">${epoch.until ? `from ${clock(epoch.since)}, for ${span((Date.parse(epoch.until) - Date.parse(epoch.since)) / 1000)}` : `from ${clock(epoch.since)}`}</span></li>`)}
      </ol></section>`;
  }
}

/** The ratios from which on space is nearly full, and full. */
export function limits(ratios) {
  return { nearfull: ratios?.nearfull ?? 0.85, full: ratios?.full ?? 0.95 };
}

/** A URL that can only lead to a page. */
function safeUrl(url) {
  return /^https?:\/\//.test(url) ? url : '#';
}

customElements.define('overview-view', OverviewView);
