/** A box for commands, completed from their descriptors, with what they printed. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { tag } from '../parts/tag.js';
import { store } from '../store.js';

const MOST = 20;

export class CommandView extends View {
  static properties = { runs: { state: true }, words: { state: true }, descriptors: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.runs = [];
    this.words = '';
    this.descriptors = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.readDescriptors();
  }

  async readDescriptors() {
    const answer = await store.command(['get_command_descriptions'], 'json');
    if (answer.status === 0) {
      this.descriptors = Object.values(JSON.parse(answer.stdout)).map((each) => ({
        prefix: each.sig.filter((part) => typeof part === 'string').join(' '),
        usage: each.sig.map(usage).join(' '), help: each.help, perm: each.perm,
      })).sort((a, b) => a.prefix.localeCompare(b.prefix));
    }
  }

  /** The commands that the words begin, or that begin with them. */
  fitting() {
    const typed = this.words.trimStart();
    return this.descriptors.filter((each) => each.prefix.startsWith(typed) || typed === each.prefix || typed.startsWith(`${each.prefix} `));
  }

  render() {
    const fitting = this.fitting();
    return html`<section class="panel" aria-labelledby="run-title"><h2 id="run-title">Run a command</h2>
      <form class="command" @submit=${(event) => this.run(event)}>
        <label class="field grow">Command
          <input name="words" class="mono" list="commands" autocomplete="off" spellcheck="false" placeholder="osd tree" .value=${this.words} @input=${(event) => { this.words = event.target.value; }}></label>
        <datalist id="commands">${fitting.slice(0, 50).map((each) => html`<option value=${each.prefix}>${each.help}</option>`)}</datalist>
        <button class="primary" ?disabled=${this.busy || !this.words.trim()}>${this.busy ? 'Running…' : 'Run'}</button></form>
      ${this.words.trim() && fitting.length ? html`<ul class="usage" aria-label="Commands that fit">${fitting.slice(0, 6).map((each) => html`<li><code>${each.usage}</code> <span class="muted">${each.help}</span></li>`)}
        ${fitting.length > 6 ? html`<li class="muted">and ${fitting.length - 6} more</li>` : nothing}</ul>` : nothing}</section>
      <section class="panel" aria-labelledby="output-title"><h2 id="output-title">Output</h2>
      <div aria-live="polite">${this.runs.length ? this.runs.map((run) => html`<article class="run"><h3><code>${run.words}</code> ${run.answer.status < 0 ? tag('error', `failed (${run.answer.status})`) : tag('ok', 'done')}</h3>
        ${run.answer.stderr ? html`<p class=${run.answer.status < 0 ? 'failure' : ''}><bdi>${run.answer.stderr}</bdi></p>` : nothing}
        ${run.answer.stdout ? html`<pre tabindex="0" role="region" aria-label="Output of ${run.words}">${run.answer.stdout}</pre>` : nothing}</article>`)
        : html`<p class="muted">What commands print is shown here, the newest first.</p>`}</div></section>`;
  }

  async run(event) {
    event.preventDefault();
    const words = this.words.trim();
    this.busy = true;
    const answer = await store.command(split(words)).catch((failure) => ({ status: -5, stdout: '', stderr: failure.message }));
    this.busy = false;
    this.runs = [{ words, answer }, ...this.runs].slice(0, MOST);
  }
}

function usage(part) {
  if (typeof part === 'string') {
    return part;
  }
  const name = part.strings ?? `<${part.name}>`;
  return part.req === false ? `[${name}]` : name;
}

/** Words as a shell would split them: quotes keep spaces. */
export function split(text) {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double?.replace(/\\(.)/g, '$1') ?? single ?? bare);
}

customElements.define('command-view', CommandView);
