import { expect, test } from 'vitest';
import { readCertificate } from '../../../server/install/certificate.ts';
import { aTlsServer } from './aTlsServer.ts';

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

test('an address where nothing listens could not be reached, in words', async () => {
  expect(await readCertificate(new URL('https://127.0.0.1:9'), Date.now())).toEqual({
    kind: 'unreachable',
    because: 'nothing listens there',
  });
});
