/** The start of the page: its frame, and all views. */
import './parts/table.js';
import './parts/ask.js';
import './parts/plot.js';
import './parts/work.js';
import './views/overview.js';
import './views/hosts.js';
import './views/osds.js';
import './views/pools.js';
import './views/fs.js';
import './views/capacity.js';
import './views/counters.js';
import './views/modules.js';
import './views/keys.js';
import './views/log.js';
import './views/command.js';
import './frame.js';
import { store } from './store.js';

store.start();
