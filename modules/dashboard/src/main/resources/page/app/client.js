/**
 * The one place that sends requests. It follows the document of the active manager, finds the next active after a failover, and
 * sends commands. It runs in a shared worker, so that all tabs of an origin have one stream, or in the page where there are no such
 * workers; so it knows nothing of a page.
 */
const CONNECT_MS = 3000;
const ASK_MS = 2000;
const SILENT_MS = 10_000;
const COMMAND_MS = 120_000;
const LOST_BEFORE_MOVING = 12;

export class Client {
  /**
   * @param home the URL of the dashboard from which the page was loaded, ending in a slash
   * @param emit takes what pages need to know: {kind: 'document' | 'changes' | 'log' | 'link' | 'move', …}
   */
  constructor(home, emit) {
    this.home = home;
    this.emit = emit;
    this.base = home;
    this.managers = [];
    this.sections = null;
    this.source = '';
    this.number = 0;
    this.link = { kind: 'link', state: 'connecting', base: home };
  }

  /** Headers of every request; one place for those that access will need. */
  headers(more = {}) {
    return { ...more };
  }

  /** What a page that comes later must know first. */
  greet(emit) {
    emit(this.link);
    if (this.sections) {
      emit({ kind: 'document', sections: this.sections });
    }
  }

  async run() {
    let pause = 150;
    let lost = 0;
    for (;;) {
      let lived = await this.tryFollow(this.home);
      const map = lived ? null : await this.findActive();
      const there = map?.available ? new URL('dashboard/', map.active_url).href : this.home;
      if (!lived && there !== this.home) {
        lived = await this.tryFollow(there);
      }
      lost = lived ? 0 : lost + 1;
      const newer = map && map.epoch > (this.sections?.cluster?.info?.epoch ?? Infinity);
      if (newer && there !== this.home && lost >= LOST_BEFORE_MOVING) { // out of reach for this page alone: it has to go there
        this.emit({ kind: 'move', url: there });
      }
      pause = lived ? 150 : Math.min(pause * 1.5, 2000);
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  /** Follows until the stream ends; returns whether there was one. */
  async tryFollow(base) {
    const abort = new AbortController();
    let live = false;
    try {
      await this.follow(base, abort, () => { live = true; });
    } catch (failure) {
      this.lastFailure = failure;
    } finally {
      abort.abort();
    }
    this.setLink('searching');
    return live;
  }

  async follow(base, abort, began) {
    let timer = setTimeout(() => abort.abort(), CONNECT_MS);
    const response = await fetch(new URL('api/events', base), {
      signal: abort.signal, cache: 'no-store', headers: this.headers({ Accept: 'text/event-stream' }),
    });
    if (!response.ok || !(response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')) {
      throw new Error(`no stream: ${response.status}`);
    }
    this.base = new URL('../', response.url).href; // where redirects have led
    clearTimeout(timer);
    await this.readSnapshot(); // which has a time limit of its own: a large one over a slow line takes longer than a connection
    began();
    timer = setTimeout(() => abort.abort(), SILENT_MS);
    for await (const event of events(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENT_MS);
      await this.take(event);
    }
    clearTimeout(timer);
  }

  async take(event) {
    if (event.name === 'log') {
      this.emit({ kind: 'log', lines: JSON.parse(event.data) });
      return;
    }
    const data = JSON.parse(event.data);
    if (data.source !== this.source) {
      throw new Error('the stream is of another leadership');
    }
    const next = event.name === 'change' ? this.number + 1 : this.number;
    if (data.number > next || (data.number === next && data.changes === null)) {
      await this.readSnapshot();
    } else if (event.name === 'change' && data.number === next) {
      this.number = next;
      apply(this.sections, data.changes);
      this.learn();
      this.emit({ kind: 'changes', changes: data.changes });
    }
  }

  async readSnapshot() {
    const snapshot = await this.get('api/snapshot');
    this.source = snapshot.source;
    this.number = snapshot.number;
    this.sections = snapshot.sections;
    this.learn();
    this.setLink('live');
    this.emit({ kind: 'document', sections: this.sections });
  }

  /** Remembers where managers are. */
  learn() {
    const urls = Object.values(this.sections.managers ?? {}).map((manager) => manager.url).filter(Boolean);
    if (urls.length) {
      this.managers = urls;
    }
  }

  /** Asks all managers who is active; returns the newest map, or null. */
  async findActive() {
    const places = new Set([new URL('../', this.home).href, ...this.managers]);
    const answers = await Promise.all([...places].map((place) => this.ask(new URL('api/mgr', place)).catch(() => null)));
    const fsid = this.sections?.cluster?.info?.fsid;
    let best = null;
    for (const map of answers) {
      if (map && (!fsid || map.fsid === fsid) && (!best || map.epoch >= best.epoch)) {
        best = map;
      }
    }
    if (best) {
      this.managers = [best.active, ...best.standbys].map((manager) => manager?.url).filter(Boolean);
    }
    return best;
  }

  async ask(url) {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(ASK_MS), cache: 'no-store', headers: this.headers(),
    });
    if (!response.ok) {
      throw new Error(`${response.status}`);
    }
    return response.json();
  }

  setLink(state) {
    if (this.link.state !== state || this.link.base !== this.base) {
      this.link = { kind: 'link', state, base: this.base };
      this.emit(this.link);
    }
  }

  /** A page of the module, as JSON. */
  async get(path) {
    const response = await fetch(new URL(path, this.base), {
      signal: AbortSignal.timeout(CONNECT_MS * 4), cache: 'no-store', headers: this.headers(),
    });
    if (!response.ok) {
      throw new Error(`the manager answered ${response.status} to ${path}`);
    }
    return response.json();
  }

  /**
   * Runs a command once. If its answer is lost, it says so instead of sending it again.
   *
   * @param words the command
   * @param format plain, json …
   * @returns {status, stdout, stderr}
   */
  async command(words, format = 'plain') {
    if (this.link.state !== 'live') {
      return { status: -11, stdout: '', stderr: 'No active manager is known at this moment: nothing was sent. Try again.' };
    }
    const body = JSON.stringify({ words, format });
    let response;
    try {
      response = await fetch(new URL('../api/command', this.base), {
        method: 'POST', body, signal: AbortSignal.timeout(COMMAND_MS), cache: 'no-store',
        headers: this.headers({ 'Content-Type': 'application/json' }),
      });
    } catch {
      return { status: -110, stdout: '', stderr: 'The answer was lost: whether the command ran is unknown.' };
    }
    const answer = await response.json().catch(() => ({}));
    return response.ok
      ? { status: answer.status ?? 0, stdout: answer.stdout ?? '', stderr: answer.stderr ?? '' }
      : { status: -11, stdout: '', stderr: answer.reason ?? `the manager answered ${response.status}` };
  }
}

/** Applies changes to sections: each is [section, key, value], with null for an entry that has gone. */
export function apply(sections, changes) {
  for (const [section, key, value] of changes) {
    sections[section] ??= {};
    if (value === null) {
      delete sections[section][key];
    } else {
      sections[section][key] = value;
    }
  }
}

/** The events of a stream: {name, data}. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      let end;
      while ((end = text.indexOf('\n\n')) >= 0) {
        const event = parse(text.slice(0, end));
        text = text.slice(end + 2);
        if (event.name) { // else a comment
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parse(block) {
  let name = '';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) {
      name = line.slice(7);
    } else if (line.startsWith('data:')) {
      data.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
  }
  return { name, data: data.join('\n') };
}
