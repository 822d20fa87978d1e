/** The reference: durable, and simple: every delivery is one commit of its own before its answer. No Socket.IO, no ring. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(join(process.argv[2] ?? '.', 'one.db'));
database.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table deliveries (seq integer primary key, raw blob not null)',
);
const insert = database.prepare('insert into deliveries (raw) values (?)');
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    insert.run(Buffer.concat(chunks));
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"accepted"}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
process.on('SIGTERM', () => process.exit(0));
