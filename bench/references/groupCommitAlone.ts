/** The reference: durable, and nothing else: the same web server, one insert a delivery, and one commit for all that came in one turn. No Socket.IO, no ring. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fastify } from 'fastify';

const database = new DatabaseSync(join(process.argv[2] ?? '.', 'group.db'));
database.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table deliveries (seq integer primary key, raw text not null)',
);
const insert = database.prepare('insert into deliveries (raw) values (?)');
let waiting: { readonly raw: string; readonly stored: () => void }[] = [];

function flush(): void {
  const batch = waiting;
  waiting = [];
  database.exec('begin immediate');
  for (const { raw } of batch) insert.run(raw);
  database.exec('commit');
  for (const { stored } of batch) stored();
}

const app = fastify();
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.post('/hooks/:key', async ({ body }) => {
  await new Promise<void>((stored) => {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ raw: String(body), stored });
  });
  return { status: 'accepted' };
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
process.on('SIGTERM', () => process.exit(0));
