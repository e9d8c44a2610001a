// Gives the page updates of a large cluster as fast as it takes them, each painted, in every view in turn. Arguments: how many, and
// the counters for the plot. Answers with how long each took on the main thread, from the message to the laid out page, and with the
// long tasks that the browser counted beside them, in milliseconds.
const [count, counters] = arguments;
const done = arguments[arguments.length - 1];
const VIEWS = ['hosts', 'osds', 'pools', 'fs', 'capacity', `counters?c=${counters.join('~')}`, 'modules', 'log', 'overview'];

const turn = () => new Promise((then) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = then;
  channel.port2.postMessage(0);
});
const frame = () => new Promise(requestAnimationFrame);

/** One refresh in which every storage daemon has another space, and something else in every other section. */
function update(store, n) {
  const osds = Object.entries(store.section('osds')).filter(([, node]) => node?.type === 'osd');
  const daemons = Object.entries(store.section('daemons')).slice(0, 100);
  return [
    ...osds.map(([id, node], i) => ['osds', id, { ...node, kb: 1e9, used: (i * 1e6 + n * 1e5) % 1e9 }]),
    ...daemons.map(([name, daemon]) => ['daemons', name, { ...daemon, version: `1.${n}` }]),
    ['capacity', 'stats', { total_bytes: 1e15, total_used_raw_bytes: 1e14 + n * 1e9, total_avail_bytes: 8e14 }],
    ['groups', 'status', { num_pgs: 4096, num_objects: n * 1000, read_bytes_sec: n * 1e6, write_bytes_sec: n * 2e6 }],
    ['health', 'check:BENCHMARK', { severity: 'HEALTH_WARN', summary: { message: `update ${n}`, count: n }, muted: false, detail: [] }],
    ['notes', 'benchmark', { title: 'A benchmark', text: `update ${n}`, view: 'hosts' }],
  ];
}

/** The messages in which the active sends that: each has 24 KiB at most. */
function messages(changes) {
  const all = [];
  let size = Infinity;
  changes.forEach((change) => {
    const bytes = JSON.stringify(change).length;
    size += bytes;
    if (size > 24 * 1024) {
      all.push({ kind: 'changes', changes: [] });
      size = bytes;
    }
    all.at(-1).changes.push(change);
  });
  return all;
}

async function show(view) {
  if (location.hash !== `#/${view}`) {
    location.hash = `#/${view}`;
    await document.querySelector('counters-view')?.read();
    await frame();
    await frame();
  }
}

async function run() {
  const { store } = await import(new URL('app/store.js', document.baseURI));
  const times = [];
  const longTasks = [];
  const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ entryTypes: ['longtask'] });
  for (let n = 0; n < count; n++) {
    await show(VIEWS[Math.floor((n * VIEWS.length) / count)]);
    const sent = messages(update(store, n));
    const line = { seq: store.lastLine + 1, stamp: new Date().toISOString(), name: 'mgr.a', channel: 'cluster', priority: 'info', message: `update ${n}` };
    const plot = document.querySelector('counters-view');
    const start = performance.now();
    for (const message of [...sent, { kind: 'log', lines: [line] }]) {
      store.take(structuredClone(message)); // as it is when it comes from the worker
      await turn();
    }
    store.flush?.();
    await turn();
    if (plot?.series) {
      plot.series = plot.series.map((each) => ({ ...each, values: each.values.map((value) => value && value + n) }));
      await turn();
    }
    void document.body.offsetHeight;
    times.push(performance.now() - start);
    await frame();
  }
  observer.disconnect();
  return { times, longTasks };
}

run().then(done, (failure) => done({ failure: String(failure) }));
