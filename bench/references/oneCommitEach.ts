/** The reference: durable, and simple: every delivery is one commit of its own before its answer. No Socket.IO, no ring. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fastify } from 'fastify';

const database = new DatabaseSync(join(process.argv[2] ?? '.', 'one.db'));
database.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table deliveries (seq integer primary key, raw text not null)',
);
const insert = database.prepare('insert into deliveries (raw) values (?)');
const app = fastify();
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.post('/hooks/:key', async ({ body }) => {
  insert.run(String(body));
  return { status: 'accepted' };
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
process.on('SIGTERM', () => process.exit(0));
