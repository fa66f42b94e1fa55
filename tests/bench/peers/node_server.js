// The same service with Node's usual libraries: ZeroMQ SUB in, WebSocket text messages out, one subscription index.
// Prints `listening ws=PORT bus=PORT` and answers authenticate and subscribe as far as the load generator needs.
import { WebSocketServer } from 'ws';
import { Subscriber } from 'zeromq';

const MODES = { LTP: 1, QUOTE: 2, DEPTH: 3 };
const index = new Map(); // "EXCHANGE:SYMBOL" -> Map(client -> mode)

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (client) => {
  client.on('message', (text) => {
    const request = JSON.parse(text);
    if (request.action === 'authenticate') {
      client.send(JSON.stringify({ type: 'auth', status: 'success' }));
      return;
    }
    for (const { exchange, symbol } of request.symbols) {
      const name = `${exchange}:${symbol}`;
      if (!index.has(name)) index.set(name, new Map());
      index.get(name).set(client, request.mode);
    }
    client.send(JSON.stringify({ type: 'subscribe', status: 'success', subscriptions: request.symbols }));
  });
  client.on('close', () => {
    for (const clients of index.values()) clients.delete(client);
  });
});

const bus = new Subscriber({ receiveHighWaterMark: 100000 });
await bus.bind('tcp://127.0.0.1:*');
bus.subscribe('');
if (server.address() === null) await new Promise((resolve) => server.on('listening', resolve));
console.log(`listening ws=${server.address().port} bus=${bus.lastEndpoint.split(':').pop()}`);
process.on('SIGINT', () => process.exit(0));

for await (const [topic, payload] of bus) {
  const parts = topic.toString().split('_');
  const mode = MODES[parts.pop()];
  const exchange = parts.shift();
  const symbol = parts.join('_');
  const clients = index.get(`${exchange}:${symbol}`);
  if (!clients) continue;
  const data = JSON.parse(payload);
  const encoded = new Map();
  for (const [client, wanted] of clients) {
    if (wanted > mode) continue;
    if (!encoded.has(wanted)) {
      encoded.set(wanted, JSON.stringify({ type: 'market_data', symbol, exchange, mode: wanted, data, broker: 'demo' }));
    }
    client.send(encoded.get(wanted));
  }
}
