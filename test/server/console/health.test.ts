import { describe, expect, it } from 'vitest';
import { protocolVersions } from '../../../protocol/version.ts';
import { aConsole } from './aConsole.ts';

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

  it('is open to an operator through a proxy', async () => {
    const { ask } = await aConsole();
    const headers = { authorization: 'Bearer an-operator-token-of-some-length', 'x-forwarded-for': '203.0.113.7' };
    expect((await ask('GET', '/metrics', undefined, headers)).status).toBe(200);
  });
});
