// A strategy as people write it for Node with the `ws` package.
const WebSocket = require('ws');

const [url, key] = process.argv.slice(2);
const socket = new WebSocket(url);
const print = (object) => process.stdout.write(JSON.stringify(object) + '\n');

socket.on('open', () => socket.send(JSON.stringify({ action: 'authenticate', api_key: key })));
socket.on('message', (data) => {
  const message = JSON.parse(data);
  print(message);
  if (message.type === 'auth') {
    socket.send(JSON.stringify({ action: 'subscribe', symbol: 'PEER', exchange: 'NSE', mode: 1 }));
  }
});
socket.on('close', (code) => print({ closed: code }));
socket.on('error', (error) => print({ error: String(error) }));
