/** The reference: HTTP in, Socket.IO out, and nothing in between. It stores nothing, checks nothing and forgets everything. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    desks.emit('ring', body);
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"accepted"}');
  });
});
const desks = new Server(server, { serveClient: false }).of('/desk');
desks.on('connection', (socket) => {
  socket.on('receipt', (_receipt: unknown, reply: (noted: unknown) => void) => reply({ outcome: 'noted' }));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
process.on('SIGTERM', () => process.exit(0));
