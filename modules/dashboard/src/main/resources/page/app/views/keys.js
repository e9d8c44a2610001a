/** The keys that are kept for the cluster and its modules. Their values may be secrets: they are not shown. */
import { html } from 'lit';
import { View } from '../parts/view.js';
import { store } from '../store.js';

export class KeysView extends View {
  static properties = { keys: { state: true }, failure: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    const answer = await store.command(['config-key', 'ls'], 'json');
    this.failure = answer.status === 0 ? '' : answer.stderr;
    this.keys = answer.status === 0 ? JSON.parse(answer.stdout) : this.keys;
  }

  render() {
    const rows = (this.keys ?? []).map((key) => ({ key, owner: owner(key) }));
    return html`<section class="panel" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>
      <p class="muted">Values may be secrets, so this page neither reads nor shows them. <code>reeve config-key get KEY</code> does.</p>
      <p><button @click=${() => this.read()}>Read again</button></p>
      ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : ''}
      <data-table name="k" label="Keys" .rows=${rows} .rowKey=${(row) => row.key} empty="No key is kept." .columns=${[
        { key: 'key', label: 'Key', value: (row) => row.key, cell: (row) => html`<code><bdi>${row.key}</bdi></code>` },
        { key: 'owner', label: 'Of', value: (row) => row.owner },
        { key: 'value', label: 'Value', plain: true, value: () => '', cell: () => html`<span class="muted">hidden</span>` },
      ]}></data-table></section>`;
  }
}

function owner(key) {
  const [first, second] = key.split('/');
  if (first === 'mgr') {
    return `module ${second}`;
  }
  return first === 'config' ? 'options' : 'operators';
}

customElements.define('keys-view', KeysView);
