import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readCertificate } from '../../../server/install/certificate.ts';
import { aFolder } from '../aFolder.ts';

/** A certificate for localhost, good for 20 days, made by the system's own openssl. */
function aCertificate() {
  const folder = aFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const words = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '20',
    ...subject,
    '-keyout',
    key,
    '-out',
    cert,
  ];
  execFileSync('openssl', words, { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

async function aTlsServer() {
  const { key, cert } = aCertificate();
  const server = createServer({ key, cert }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { port, cert, [Symbol.asyncDispose]: async () => void server.close() };
}

test('the days that a trusted certificate still has are told', async () => {
  await using server = await aTlsServer();
  const found = await readCertificate(new URL(`https://localhost:${server.port}`), Date.now(), server.cert);
  expect(found).toEqual({ kind: 'valid', daysLeft: 19 });
});

test('a certificate that only its maker trusts fails, in words', async () => {
  await using server = await aTlsServer();
  expect(await readCertificate(new URL(`https://localhost:${server.port}`), Date.now())).toEqual({
    kind: 'failed',
    because: 'its certificate is not trusted by everybody',
  });
});

test('a certificate for another name fails, in words', async () => {
  await using server = await aTlsServer();
  const found = await readCertificate(new URL(`https://127.0.0.1:${server.port}`), Date.now(), server.cert);
  expect(found).toEqual({ kind: 'failed', because: 'its certificate is for another name' });
});

test('an address where nothing listens fails, in words', async () => {
  expect(await readCertificate(new URL('https://127.0.0.1:9'), Date.now())).toEqual({
    kind: 'failed',
    because: 'nothing listens there',
  });
});
