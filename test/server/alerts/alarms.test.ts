import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import type { Alarm } from '../../../protocol/picture.ts';
import { makeAlarms } from '../../../server/alerts/alarms.ts';
import { outboundAlerts } from '../../../server/alerts/outbound.ts';
import { makeLog } from '../../../server/log.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const harbor = SiteId.parse('harbor-house');
const log = makeLog('silent');

function someAlarms() {
  const clock = manualClock();
  const shown: (readonly string[])[] = [];
  const sent: string[] = [];
  const alarms = makeAlarms({
    clock,
    log,
    send: (alarm, state) => void sent.push(`${alarm.kind} ${state}`),
  });
  alarms.onChange((standing) => void shown.push(standing.map(({ kind }) => kind)));
  return { alarms, clock, shown, sent };
}

describe('an alarm', () => {
  it('stands with its time and a sentence until it is cleared', () => {
    const { alarms, clock } = someAlarms();
    const since = clock.moment().wall;
    alarms.raise({ kind: 'journal-cannot-write' });
    clock.pass(5_000);
    expect(alarms.list()).toEqual([
      { id: expect.any(String), site: null, kind: 'journal-cannot-write', since, text: expect.stringMatching(/\.$/) },
    ]);
  });

  it('is shown and sent once, however often it is raised', () => {
    const { alarms, shown, sent } = someAlarms();
    alarms.raise({ kind: 'unreadable-delivery', site: harbor });
    alarms.raise({ kind: 'unreadable-delivery', site: harbor });
    expect([shown.length, sent]).toEqual([1, ['unreadable-delivery raised']]);
  });

  it('is gone when it is cleared, and that is shown and sent too', () => {
    const { alarms, shown, sent } = someAlarms();
    alarms.raise({ kind: 'journal-cannot-write' });
    alarms.clear({ kind: 'journal-cannot-write' });
    expect([alarms.list(), shown.at(-1), sent.at(-1)]).toEqual([[], [], 'journal-cannot-write cleared']);
  });

  it('that does not stand is cleared without a word', () => {
    const { alarms, shown, sent } = someAlarms();
    alarms.clear({ kind: 'journal-cannot-write' });
    expect([shown, sent]).toEqual([[], []]);
  });

  it('of one site leaves that of another alone', () => {
    const { alarms } = someAlarms();
    alarms.raise({ kind: 'unreadable-delivery', site: harbor });
    alarms.raise({ kind: 'unreadable-delivery', site: SiteId.parse('mill-lane') });
    alarms.clear({ kind: 'unreadable-delivery', site: harbor });
    expect(alarms.list().map(({ site }) => site)).toEqual(['mill-lane']);
  });
});

describe('alarms outside', () => {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });
  const alarm: Alarm = {
    id: 'journal-cannot-write:relay',
    site: null,
    kind: 'journal-cannot-write',
    since: manualClock().moment().wall,
    text: 'The relay cannot write its journal.',
  };

  /** Somebody who is told of alarms, and answers with these statuses in turn. */
  async function aListener(statuses: readonly number[], headers: Readonly<Record<string, string>> = {}) {
    const told: unknown[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      told.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(statuses[told.length - 1] ?? 200, headers).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    open.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    /** Moves time on until so many were told. */
    const until = async (count: number, pass: (ms: number) => void) => {
      while (told.length < count) {
        await new Promise((next) => void setImmediate(next));
        pass(1_000);
      }
    };
    return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/alarms`, told, until };
  }

  it('are one JSON POST when they are raised, and one when they clear', async () => {
    const { url, told, until } = await aListener([]);
    const clock = manualClock();
    const send = outboundAlerts(url, { clock, log });
    send(alarm, 'raised');
    await until(1, clock.pass);
    send(alarm, 'cleared');
    await until(2, clock.pass);
    expect(told).toEqual([
      { ...alarm, state: 'raised' },
      { ...alarm, state: 'cleared' },
    ]);
  });

  it('are tried three times and then given up', async () => {
    const { url, told, until } = await aListener([500, 503, 500, 200]);
    const clock = manualClock();
    outboundAlerts(url, { clock, log })(alarm, 'raised');
    await until(3, clock.pass);
    clock.pass(600_000);
    await new Promise((next) => void setImmediate(next));
    expect(told).toHaveLength(3);
  });

  it('tell the end of an alarm after its beginning, even when the beginning had to be told twice', async () => {
    const { url, told, until } = await aListener([500]);
    const clock = manualClock();
    const send = outboundAlerts(url, { clock, log });
    send(alarm, 'raised');
    send(alarm, 'cleared');
    await until(3, clock.pass);
    expect(told).toEqual(['raised', 'raised', 'cleared'].map((state) => ({ ...alarm, state })));
  });

  it('do not follow a redirect: what answers there may be a machine that only the relay can reach', async () => {
    const inner = await aListener([]);
    const { url, until, told } = await aListener([307, 307, 307], { location: inner.url });
    const clock = manualClock();
    outboundAlerts(url, { clock, log })(alarm, 'raised');
    await until(3, clock.pass);
    expect([told.length, inner.told]).toEqual([3, []]);
  });

  it('stay inside where no address is set', () => {
    expect(() => outboundAlerts(null, { clock: manualClock(), log })(alarm, 'raised')).not.toThrow();
  });
});
