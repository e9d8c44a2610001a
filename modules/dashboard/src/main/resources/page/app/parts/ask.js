/** A question before something is done, and short notices of what was. */
import { html, nothing } from 'lit';
import { View } from './view.js';
import { store } from '../store.js';

export class AskDialog extends View {
  static properties = { question: { state: true }, busy: { state: true }, failure: { state: true } };

  render() {
    const q = this.question;
    return html`<dialog aria-labelledby="ask-title" @close=${() => { this.question = null; }}>
      ${q ? html`<form method="dialog" @submit=${(event) => this.confirm(event)}>
        <h2 id="ask-title">${q.title}</h2>
        <p>${q.text}</p>
        ${q.field ? html`<label class="field">${q.field.label}
          <input name="value" .value=${q.field.value} autocomplete="off"></label>` : nothing}
        ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
        <div class="dialog-buttons">
          <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Working…' : q.verb}</button>
        </div>
      </form>` : nothing}
    </dialog>`;
  }

  async confirm(event) {
    event.preventDefault();
    const asked = this.question;
    const value = event.target.elements.value?.value ?? '';
    this.busy = true;
    this.failure = '';
    const answer = await store.command(asked.words(value)).catch((failure) => ({ status: -5, stdout: '', stderr: failure.message }));
    this.busy = false;
    const open = this.question === asked; // else it was closed while the command ran
    if (answer.status < 0) {
      const failure = answer.stderr || `It failed (${answer.status}).`;
      if (open) {
        this.failure = failure;
      } else {
        notice(`${asked.title} ${failure}`);
      }
      return;
    }
    if (open) {
      this.querySelector('dialog').close();
    }
    notice(answer.stderr || answer.stdout || 'Done.');
    asked.done?.();
  }

  async open(question) {
    this.failure = '';
    this.question = question;
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }
}
customElements.define('ask-dialog', AskDialog);

/**
 * Asks, and runs a command if the answer is yes.
 *
 * @param question {title, text, verb, words(value), field?: {label, value}, done?()}
 */
export function ask(question) {
  document.querySelector('ask-dialog').open(question);
}

export class NoticeList extends View {
  static properties = { notices: { state: true } };

  constructor() {
    super();
    this.notices = [];
  }

  render() {
    return html`<div class="notices" role="status" aria-live="polite">
      ${this.notices.map((each) => html`<p class="notice">${each.text}</p>`)}</div>`;
  }

  add(text) {
    const entry = { text };
    this.notices = [...this.notices, entry].slice(-3);
    setTimeout(() => { this.notices = this.notices.filter((each) => each !== entry); }, 8000);
  }
}
customElements.define('notice-list', NoticeList);

/** Says something for a moment. */
export function notice(text) {
  document.querySelector('notice-list').add(text.trim());
}
