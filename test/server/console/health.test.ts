import { describe, expect, it } from 'vitest';
import { protocolVersions } from '../../../protocol/version.ts';
import { aConsole, operatorToken, statusOverFile } from './aConsole.ts';

describe('the health of the relay', () => {
  it('is told by /healthz while the process lives, with the versions of the wire and not a word more', async () => {
    const { ask } = await aConsole({ hindrances: () => ['the journal cannot write'] });
    expect((await ask('GET', '/healthz', undefined, {})).body).toEqual({
      status: 'alive',
      product: 'vestibule',
      protocol: protocolVersions,
    });
  });

  it('is told by /readyz: it can store and ring', async () => {
    const { ask } = await aConsole();
    const { status, body } = await ask('GET', '/readyz', undefined, {});
    expect([status, body]).toEqual([200, { ready: true, reasons: [], warnings: [] }]);
  });

  it('is told by /readyz: it cannot, and why', async () => {
    const { ask } = await aConsole({ hindrances: () => ['the journal cannot write'] });
    const { status, body } = await ask('GET', '/readyz', undefined, {});
    expect([status, body]).toEqual([503, { ready: false, reasons: ['the journal cannot write'], warnings: [] }]);
  });
});

describe('/metrics', () => {
  it('is open to a monitor on this machine', async () => {
    const { ask } = await aConsole();
    const { status, text } = await ask('GET', '/metrics', undefined, {});
    expect([status, text]).toEqual([200, 'vestibule_seats 0\n']);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'is not there for what a proxy on this machine forwards with %s',
    async (header) => {
      const { ask } = await aConsole();
      expect((await ask('GET', '/metrics', undefined, { [header]: '203.0.113.7' })).status).toBe(404);
    },
  );

  it.each(['evil.test', 'calls.example.com', '127.0.0.1.evil.test', 'localhost.evil.test', '10.0.0.5:4100'])(
    'is not there for who asks at another name, as a bent page or a proxy without a word does: %j',
    async (host) => {
      const { statusAt } = await aConsole();
      expect(await statusAt(host, '/metrics')).toBe(404);
    },
  );

  it.each(['localhost:4100', '127.0.0.1', '[::1]:4100'])(
    'is open on this machine at its own names: %s',
    async (host) => {
      const { statusAt } = await aConsole();
      expect(await statusAt(host, '/metrics')).toBe(200);
    },
  );

  it('wants the token, or the socket file, of everybody once the relay has a public address', async () => {
    const { ask, socketPath } = await aConsole({ publicUrl: 'https://calls.example.com' });
    const headers = { authorization: `Bearer ${operatorToken}` };
    expect([
      (await ask('GET', '/metrics', undefined, {})).status,
      (await ask('GET', '/metrics', undefined, headers)).status,
      await statusOverFile(socketPath, '/metrics'),
    ]).toEqual([404, 200, 200]);
  });

  it('is open to an operator through a proxy', async () => {
    const { ask } = await aConsole();
    const headers = { authorization: 'Bearer an-operator-token-of-some-length', 'x-forwarded-for': '203.0.113.7' };
    expect((await ask('GET', '/metrics', undefined, headers)).status).toBe(200);
  });
});
