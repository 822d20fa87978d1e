/** The reference: the same web server and the same Socket.IO, and nothing in between. It stores nothing, checks nothing, forgets everything. */
import { fastify } from 'fastify';
import { Server } from 'socket.io';

const app = fastify();
const desks = new Server(app.server, { serveClient: false }).of('/desk');
desks.on('connection', (socket) => {
  socket.on('receipt', (_receipt: unknown, reply: (noted: unknown) => void) => reply({ outcome: 'noted' }));
});
app.post('/hooks/:key', async ({ body }) => {
  desks.emit('ring', body);
  return { status: 'accepted' };
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
process.on('SIGTERM', () => process.exit(0));
