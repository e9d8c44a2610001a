/** What the page knows: the document, the cluster log, and the link to the active manager. Views listen to it. */
import { Client, apply } from './client.js';

const MOST_LINES = 2000;
const MOMENT_MS = 20;
const HOME = new URL('./', document.baseURI).href;

class Store extends EventTarget {
  constructor() {
    super();
    this.sections = {};
    this.ready = false;
    this.link = { state: 'connecting', base: HOME };
    this.lines = new Map();
    this.lastLine = 0;
    this.calls = new Map();
    this.nextCall = 1;
    this.untold = new Set();
  }

  /** Begins to follow. */
  start() {
    if ('SharedWorker' in window) {
      this.startWorker();
    } else {
      const client = new Client(HOME, (message) => this.take(structuredClone(message)));
      this.call = (method, ...args) => client[method](...args);
      client.run();
    }
  }

  startWorker() {
    const { port } = new SharedWorker(new URL('worker.js', import.meta.url), { type: 'module', name: 'reeve' });
    port.onmessage = ({ data }) => this.take(data);
    port.start();
    this.call = (method, ...args) => new Promise((done, fail) => {
      const id = this.nextCall++;
      this.calls.set(id, { done, fail });
      port.postMessage({ kind: 'call', id, method, args });
    });
    port.postMessage({ kind: 'hello' });
    window.addEventListener('pagehide', () => port.postMessage({ kind: 'bye' }));
    window.addEventListener('pageshow', (event) => event.persisted && port.postMessage({ kind: 'hello' }));
  }

  take(message) {
    switch (message.kind) {
      case 'document':
        this.replace(message.sections);
        break;
      case 'changes':
        apply(this.sections, message.changes);
        this.tell(new Set(message.changes.map(([section]) => section)));
        break;
      case 'log':
        this.follow(message.lines);
        break;
      case 'link':
        this.link = message;
        this.tell(new Set(['link']));
        break;
      case 'move':
        location.assign(message.url + location.hash);
        break;
      case 'answer':
        this.answered(message);
        break;
    }
  }

  replace(sections) {
    const before = this.sections.cluster?.info;
    this.sections = sections;
    this.ready = true;
    const now = sections.cluster?.info;
    if (before && now && before.epoch !== now.epoch) {
      this.dispatchEvent(new CustomEvent('failover', { detail: { from: before, to: now } }));
    }
    this.tell(new Set([...Object.keys(sections), 'link']));
  }

  answered({ id, value, failure }) {
    const call = this.calls.get(id);
    this.calls.delete(id);
    if (failure === undefined) {
      call?.done(value);
    } else {
      call?.fail(new Error(failure));
    }
  }

  /** Takes an event of the cluster log; reads the log if it does not go on where the lines end, as after a broken stream. */
  follow(lines) {
    const last = this.lastLine;
    this.addLines(lines);
    if (lines && last > 0 && lines[0]?.seq > last + 1) {
      this.readLog();
    }
  }

  /** Adds lines of the cluster log, which have numbers; null stands for more than an event could hold. */
  addLines(lines) {
    if (lines === null) {
      this.readLog();
      return;
    }
    lines.forEach((line) => this.lines.set(line.seq ?? line.stamp + line.message, line));
    this.lastLine = Math.max(this.lastLine, lines.at(-1)?.seq ?? 0);
    const surplus = [...this.lines.keys()].slice(0, Math.max(0, this.lines.size - MOST_LINES));
    surplus.forEach((key) => this.lines.delete(key));
    this.tell(new Set(['log']));
  }

  async readLog() {
    const answer = await this.command(['log', 'last', '500', 'debug', '*'], 'json');
    if (answer.status === 0) {
      this.addLines(JSON.parse(answer.stdout));
    }
  }

  /** Tells the views which sections have changed, once for what comes within a moment: a refresh of a large cluster is many messages. */
  tell(changed) {
    changed.forEach((section) => this.untold.add(section));
    this.telling ??= setTimeout(() => this.flush(), MOMENT_MS);
  }

  /** Tells it now. */
  flush() {
    clearTimeout(this.telling);
    this.telling = undefined;
    const changed = this.untold;
    this.untold = new Set();
    this.dispatchEvent(new CustomEvent('change', { detail: changed }));
  }

  section(name) {
    return this.sections[name] ?? {};
  }

  /** Runs a command; see Client.command. */
  command(words, format) {
    return this.call('command', words, format);
  }

  /** Reads a page of the module. */
  get(path) {
    return this.call('get', path);
  }
}

export const store = new Store();
