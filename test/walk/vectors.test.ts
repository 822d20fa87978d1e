import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewHook } from '../../protocol/admin.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

const folder = join(import.meta.dirname, '../vectors');
const vector = (name: string) => readFileSync(join(folder, name));
const flat = '7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11';

/** What each sample delivery must do: the answer, and the ring it makes or ends. */
type Expected = {
  readonly status: 'accepted' | 'unreadable';
  readonly rings?: {
    readonly id: string;
    readonly panel: string;
    readonly unit: string | null;
    readonly recipient: object;
    readonly answer: true | string;
  };
  readonly ends?: string;
};

const resident = (name: string | null) => ({ kind: 'resident', name });
const frontDesk = { kind: 'frontDesk' };
const outcomes: Readonly<Record<string, Expected>> = {
  'webhook-call-create.flat.json': {
    status: 'accepted',
    rings: { id: flat, panel: 'North Lobby', unit: '12F', recipient: resident('Noor Haddad'), answer: true },
  },
  'webhook-call-create.flat-minimal.json': {
    status: 'accepted',
    rings: {
      id: '0b8f6b52-8a56-4f27-8a7e-6a4f7f1f2d02',
      panel: 'Unnamed panel',
      unit: null,
      recipient: frontDesk,
      answer: true,
    },
  },
  'webhook-call-create.flat-attendant-guess.json': {
    status: 'accepted',
    rings: {
      id: '5d0a7c3e-1f7b-4a5c-b0de-77a6a0c41d04',
      panel: 'North Lobby',
      unit: null,
      recipient: frontDesk,
      answer: true,
    },
  },
  'webhook-call-create.flat-provider-internal.json': {
    status: 'accepted',
    rings: {
      id: guidOf('webhook-call-create.flat-provider-internal.json'),
      panel: 'Old Courtyard',
      unit: '3A',
      recipient: resident('Ilse Brandt'),
      answer: true,
    },
  },
  'webhook-call-create.event-envelope.json': {
    status: 'accepted',
    rings: { id: 'id:981200417', panel: 'North Lobby', unit: null, recipient: resident(null), answer: 'no-media-yet' },
  },
  'webhook-call-create.event-envelope-with-guid.json': {
    status: 'accepted',
    rings: { id: flat, panel: 'North Lobby', unit: null, recipient: resident(null), answer: true },
  },
  'webhook-call-create.event-envelope-attendant.json': {
    status: 'accepted',
    rings: { id: 'id:981200418', panel: 'North Lobby', unit: null, recipient: frontDesk, answer: 'no-media-yet' },
  },
  'webhook-call-status-update.nested-canceled.json': { status: 'accepted', ends: 'visitor-left' },
  'webhook-call-status-update.nested-connecting_sip.json': { status: 'accepted', ends: 'answered-elsewhere' },
  'webhook-call-status-update.nested-opened_door.json': { status: 'accepted', ends: 'door-opened' },
  'webhook-call-status-update.nested-rejected.json': { status: 'accepted', ends: 'rejected' },
  'webhook-call-status-update.nested-timeout_online_signal.json': { status: 'accepted', ends: 'timed-out' },
  'webhook-call-status-update.nested-voip_rollover.json': { status: 'accepted', ends: 'rolled-over' },
  'webhook-access-log-create.event-envelope.json': { status: 'accepted' },
  'webhook-access-log-create.event-envelope-full.json': { status: 'accepted' },
  'webhook-access-log-create.entry-method-object.json': { status: 'accepted' },
  'webhook-door-release-create.event-envelope.json': { status: 'accepted' },
  'webhook-junk.empty-object.json': { status: 'unreadable' },
  'webhook-junk.unknown-resource.json': { status: 'unreadable' },
};

function guidOf(name: string): string {
  return JSON.parse(vector(name).toString('utf8')).guid;
}

test('story 10: every sample delivery has its expected outcome in this table', () => {
  const files = readdirSync(folder).filter((name) => name.startsWith('webhook-'));
  expect(Object.keys(outcomes).sort()).toEqual(files.sort());
});

describe('a sample delivery', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await aRelay();
  });
  afterAll(() => relay[Symbol.asyncDispose]());

  /** Each sample gets a site of its own, so that none knows the call of another. */
  let count = 0;
  async function aSite(): Promise<{ readonly hook: NewHook; readonly desk: ConnectedDesk }> {
    const site = `site-${++count}`;
    const hook = await relay.hook(site);
    return { hook, desk: await aDesk(relay.address, await relay.desk({ sites: [site] })) };
  }
  const deliver = async (url: string, body: Uint8Array) => {
    const response = await fetch(url, { method: 'POST', body: Buffer.from(body) });
    return { code: response.status, body: await response.json() };
  };
  /** Passes after everything delivered so far: a call that surely rings, behind all that came before. */
  async function fence({ hook, desk }: { hook: NewHook; desk: ConnectedDesk }): Promise<void> {
    await deliver(hook.url, Buffer.from(JSON.stringify({ guid: 'fence-after-it' })));
    await desk.until(({ call }) => call.id === 'fence-after-it');
  }

  test.each(Object.entries(outcomes))('%s', async (name, { status, rings, ends }) => {
    const site = await aSite();
    using desk = site.desk;
    if (ends !== undefined) {
      await deliver(site.hook.url, vector('webhook-call-create.flat.json'));
      await desk.until(({ phase }) => phase === 'ringing');
    }

    expect(await deliver(site.hook.url, vector(name))).toEqual({ code: 200, body: { status } });

    if (rings) {
      const view = await desk.until(({ phase }) => phase === 'ringing');
      const { id, panel, unit, recipient, answer } = rings;
      expect(view).toMatchObject({ call: { id, panel, unit, recipient }, can: { answer } });
    } else if (ends) {
      expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ call: { id: flat }, reason: ends });
    } else {
      await fence(site);
      expect(desk.views.map(({ call }) => call.id)).toEqual(['fence-after-it']);
    }
  });

  test('of a resident call never carries an e-mail, a picture address or a number of the vendor to a desk', async () => {
    const site = await aSite();
    using desk = site.desk;
    await deliver(site.hook.url, vector('webhook-call-create.flat.json'));
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(JSON.stringify(view)).not.toMatch(/example\.com|4418820|5100231|sip/);
  });

  test('of an unknown status ends nothing', async () => {
    const site = await aSite();
    using desk = site.desk;
    await deliver(site.hook.url, vector('webhook-call-create.flat.json'));
    await deliver(site.hook.url, Buffer.from(JSON.stringify({ call: { guid: flat }, status: 'waiting_for_godot' })));
    await fence(site);
    expect(desk.views.filter(({ call, phase }) => call.id === flat && phase === 'ended')).toEqual([]);
  });

  test('with number and guid is a ring of its own beside one that is known by that number alone', async () => {
    const site = await aSite();
    using desk = site.desk;
    await deliver(site.hook.url, vector('webhook-call-create.event-envelope.json'));
    await desk.until(({ can }) => can.answer === 'no-media-yet');
    await deliver(site.hook.url, vector('webhook-call-create.event-envelope-with-guid.json'));
    const named = await desk.until(({ can }) => can.answer === true);
    expect(named.call.id).toBe(flat);
    expect(await desk.ask('answer', { callId: named.call.id })).toMatchObject({ outcome: 'yours' });
  });

  test('of the number of one ring and the guid of another ends neither: only ButterflyMX’s word makes them one call', async () => {
    const site = await aSite();
    using desk = site.desk;
    await deliver(site.hook.url, vector('webhook-call-create.event-envelope.json'));
    await deliver(site.hook.url, vector('webhook-call-create.flat.json'));
    await desk.until(({ call }) => call.id === flat);
    await deliver(site.hook.url, vector('webhook-call-create.event-envelope-with-guid.json'));
    await desk.until(({ call, revision }) => call.id === flat && revision > 1);
    expect(desk.views.filter(({ phase }) => phase === 'ended')).toEqual([]);
  });

  test('of a status that overtook its call ends it when the call comes', async () => {
    const site = await aSite();
    using desk = site.desk;
    await deliver(site.hook.url, vector('webhook-call-status-update.nested-canceled.json'));
    await deliver(site.hook.url, vector('webhook-call-create.flat.json'));
    expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'visitor-left' });
  });

  test('that cannot be read but carries a guid rings as a call with unreadable details', async () => {
    const site = await aSite();
    using desk = site.desk;
    const odd = { resource: { guid: 'c0ffee00-0000-4000-8000-000000000001', who: 'Noor Haddad' } };
    expect(await deliver(site.hook.url, Buffer.from(JSON.stringify(odd)))).toEqual({
      code: 200,
      body: { status: 'unreadable' },
    });
    expect((await desk.until(({ phase }) => phase === 'ringing')).call.panel).toBe(
      'Someone is calling, details unreadable',
    );
  });
});
