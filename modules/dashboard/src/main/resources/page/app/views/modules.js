/** The modules: which run, their options, and what is wrong with them. */
import { html, nothing } from 'lit';
import { View } from '../parts/view.js';
import { tag } from '../parts/tag.js';
import { ask } from '../parts/ask.js';
import { place } from '../place.js';
import { store } from '../store.js';

export class ModulesView extends View {
  static sections = ['modules', 'health'];
  static properties = { listing: { state: true }, options: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  changed(sections) {
    if (sections.has('modules')) {
      this.read();
    }
  }

  /** Reads what the document leaves out: load errors, leftovers, and options. */
  async read() {
    const json = async (...words) => {
      const answer = await store.command(words, 'json');
      return answer.status === 0 ? JSON.parse(answer.stdout) : null;
    };
    this.listing = (await json('mgr', 'module', 'ls')) ?? this.listing;
    const set = await json('config', 'get', 'mgr');
    const managers = await json('mgr', 'dump');
    if (set && managers) {
      this.values = new Map(set.map((option) => [option.name, option]));
      this.options = new Map([...(managers.available_modules ?? [])].map((module) => [module.name, module.module_options ?? {}]));
    }
  }

  render() {
    const modules = Object.values(store.section('modules'));
    const { load_errors: errors = [], leftovers = [] } = this.listing ?? {};
    return html`<section class="panel" aria-labelledby="modules-title"><h2 id="modules-title">Installed</h2>
      <ul class="modules">${modules.map((module) => this.module(module))}</ul></section>
      ${errors.length || leftovers.length ? html`<section class="panel" aria-labelledby="errors-title"><h2 id="errors-title">Not loaded, or left behind</h2>
        <ul class="plain">${errors.map((error) => html`<li>${tag('error', 'Not loaded')} <bdi>${text(error)}</bdi></li>`)}
        ${leftovers.map((left) => html`<li>${tag('warning', 'Left behind')} <bdi>${text(left)}</bdi></li>`)}</ul></section>` : nothing}`;
  }

  module(module) {
    const open = place.get('module') === module.name;
    const failures = this.failures(module.name);
    const state = failures.length ? tag('error', 'Failing') : !module.enabled ? tag('neutral', 'Disabled') : !module.canRun ? tag('error', 'Cannot run')
      : /^(starting|stopping)$/.test(module.state) ? tag('info', `${module.state[0].toUpperCase()}${module.state.slice(1)}`) : tag('ok', 'Enabled');
    return html`<li class="module"><div class="module-head"><h3><bdi>${module.name}</bdi></h3>${state}
      <span class="module-buttons">
        ${module.enabled ? html`<button @click=${() => this.change('restart', module.name, 'It stops and starts again.')}>Restart…</button>
          <button @click=${() => this.change('disable', module.name, module.name === 'dashboard' ? 'This page ends: enable it again with reeve mgr module enable dashboard.' : 'It stops on the active manager.')}>Disable…</button>`
          : html`<button @click=${() => this.change('enable', module.name, 'It starts on the active manager.')}>Enable…</button>`}
        <button aria-expanded=${open ? 'true' : 'false'} @click=${() => place.set({ module: open ? '' : module.name })}>Options</button></span></div>
      ${module.error && !module.canRun ? html`<p class="failure"><bdi>${module.error}</bdi></p>` : nothing}
      ${failures.map((line) => html`<p class="failure"><bdi>${line}</bdi></p>`)}
      ${module.enabled && module.lackingOn.length ? html`<p class="muted">It cannot run on ${module.lackingOn.join(', ')}.</p>` : nothing}
      ${open ? this.optionTable(module.name) : nothing}</li>`;
  }

  /** The details of health checks that name the module. */
  failures(name) {
    return Object.entries(store.section('health')).filter(([key]) => /^check:MGR_MODULE_/.test(key))
      .flatMap(([, check]) => check.detail ?? []).map((line) => line.message).filter((line) => line.includes(`'${name}'`) || line.split(/\W+/).includes(name));
  }

  change(verb, name, text) {
    ask({ title: `${verb[0].toUpperCase()}${verb.slice(1)} module ${name}?`, text, verb: verb[0].toUpperCase() + verb.slice(1), words: () => ['mgr', 'module', verb, name], done: () => this.read() });
  }

  optionTable(name) {
    const options = Object.values(this.options?.get(name) ?? {});
    return options.length === 0 ? html`<p class="muted">It has no options.</p>` : html`<div class="table-frame" role="region" aria-label="Options of ${name}" tabindex="0"><table>
      <thead><tr><th scope="col">Option</th><th scope="col">Value</th><th scope="col">Type and bounds</th><th scope="col">What it is for</th><th scope="col"><span class="visually-hidden">What can be done</span></th></tr></thead>
      <tbody>${options.map((option) => this.option(name, option))}</tbody></table></div>`;
  }

  option(module, option) {
    const key = `mgr/${module}/${option.name}`;
    const { value = option.default_value, source = 'default' } = this.values?.get(key) ?? {};
    const bounds = [option.type, option.min || option.max ? `${option.min || '…'} to ${option.max || '…'}` : '', (option.enum_allowed ?? []).filter(Boolean).join(', ')].filter(Boolean).join('; ');
    return html`<tr><th scope="row"><code>${option.name}</code></th><td><bdi>${value === '' ? html`<span class="muted">empty</span>` : value}</bdi>${source === 'default' ? html` <span class="muted">default</span>` : nothing}</td>
      <td>${bounds}</td><td><bdi>${option.desc}</bdi></td><td class="end"><button aria-label="Set ${key}" @click=${() => ask({
        title: `Set ${key}`, text: `${option.desc || 'An option'} (${bounds}). An empty value brings back the default: ${option.default_value || 'empty'}.`, verb: 'Set',
        field: { label: 'Value', value: source === 'default' ? '' : value }, words: (text) => (text === '' ? ['config', 'rm', 'mgr', key] : ['config', 'set', 'mgr', key, text]), done: () => this.read(),
      })}>Set…</button></td></tr>`;
  }
}

function text(value) {
  return typeof value === 'string' ? value : Object.entries(value).map(([key, part]) => `${key}: ${typeof part === 'object' ? JSON.stringify(part) : part}`).join(', ');
}

customElements.define('modules-view', ModulesView);
