/** The shared worker: one client for all tabs of an origin. */
import { Client } from './client.js';

const ports = new Set();
const client = new Client(new URL('../', self.location.href).href, (message) => ports.forEach((port) => port.postMessage(message)));
client.run();

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.kind === 'bye') {
      ports.delete(port);
    } else if (data.kind === 'hello') {
      ports.add(port);
      client.greet((message) => port.postMessage(message));
    } else {
      client[data.method](...data.args).then(
        (value) => port.postMessage({ kind: 'answer', id: data.id, value }),
        (failure) => port.postMessage({ kind: 'answer', id: data.id, failure: failure.message }),
      );
    }
  };
  port.start();
};
