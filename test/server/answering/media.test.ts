/** What becomes of a call's grant from claim to claim, over the real workflow and a vendor that is careful with its tokens. */
import { expect, test } from 'vitest';
import type { Holder } from '../../../protocol/ring.ts';
import { makeMediaGrants } from '../../../server/answering/media.ts';
import { environmentAccount } from '../../../server/butterflymx/account.ts';
import { vendorCalls } from '../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';
import { switchboard } from '../../../server/ring/switchboard.ts';
import { answeredBy, aRingCall, byHook, north, site, south, windowMs } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

const call = aRingCall().id;
const media = { callId: call };
const seatOf = (by: Holder) => ({ ...by, sites: [site], protocol: 2 });

/** What the vendor makes of one notice: `fails` and `drops` take effect all the same. */
type Active = 'works' | 'fails' | 'drops';

/** A vendor as its SDK's sources tell: a token only while `initializing`, or as many as `tokens` says; `is_active` answers the call. */
function aCarefulVendor() {
  const now: { status: string; tokens: number; active: Active } = {
    status: 'initializing',
    tokens: 1,
    active: 'works',
  };
  const asked: string[] = [];
  let given = 0;
  const fetchLike: typeof fetch = async (address) => {
    const step = new URL(String(address)).pathname.replace(/^.*\//, '');
    asked.push(step);
    if (step === 'status') return Response.json({ data: { attributes: { status: now.status } }, included: [] });
    if (step === 'token') {
      if (given >= now.tokens) return Response.json({ errors: [] }, { status: 422 });
      given += 1;
      return Response.json({ tokens: { twilio: `token-${given}` } });
    }
    if (step === 'is_active') now.status = 'connecting_sip';
    if (step === 'is_active' && now.active === 'drops') throw new TypeError('The connection was lost.');
    return new Response(null, { status: step === 'is_active' && now.active === 'fails' ? 500 : 204 });
  };
  return { now, asked, fetchLike };
}

/** A call that rings at two desks. */
async function aRingingCall() {
  const clock = manualClock();
  const careful = aCarefulVendor();
  const accounts = environmentAccount({ apiUrl: 'http://vendor.example', token: 'x' });
  const vendor = vendorCalls(restClient({ accounts, now: () => 0, fetchLike: careful.fetchLike }));
  const board = switchboard({
    journal: memoryJournal(clock),
    intercom: vendor,
    takeSnapshot: async () => ({ kind: 'none', because: 'refused', beside: null, tries: 1 }),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  const about = () => ({ ownDoor: null, opensLate: false, isOurs: true, isSpeechless: false, opensUnconfirmed: false });
  const desk = makeMediaGrants({ board, vendor, about, note: () => {} });
  board.onChange(desk.follow);
  const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const reading = { kind: 'call', facts, imageUrl: null, status: null } as const;
  board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], begun: null });
  return {
    vendor: careful,
    phase: async () => (await board.find([site], call))?.ring.phase,
    answer: (by: Holder) => board.tell([site], call, answeredBy(by)),
    media: (by: Holder) => desk.onMedia(media, seatOf(by)),
    dropAnswer: (by: Holder) => board.tell([site], call, { kind: 'hung-up', by, because: 'connection-failed' }),
  };
}

const granted = (token: string) => ({ outcome: 'granted', grant: { provider: 'twilio', room: 'call-1', token } });

test.each([
  ['fails', 'vendor-refused'],
  ['drops', 'vendor-slow'],
] as const)('an is_active that takes effect and %s leaves its token to the next desk', async (active, because) => {
  const ringing = await aRingingCall();
  ringing.vendor.now.active = active;
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual({ outcome: 'refused', because });
  expect(await ringing.phase()).toBe('ringing');

  ringing.vendor.now.active = 'works';
  await ringing.answer(south);
  expect(await ringing.media(south)).toEqual(granted('token-1'));
  expect(ringing.vendor.asked.slice(-3)).toEqual(['status', 'token', 'is_active']);
});

test('a token outlives every claim that it could not help', async () => {
  const ringing = await aRingingCall();
  ringing.vendor.now.active = 'fails';
  for (const by of [north, south, north]) {
    await ringing.answer(by);
    expect(await ringing.media(by)).toMatchObject({ outcome: 'refused' });
  }
  ringing.vendor.now.active = 'works';
  await ringing.answer(south);
  expect(await ringing.media(south)).toEqual(granted('token-1'));
});

test('a seat whose answer was dropped and that answers again gets a new token where the vendor gives one', async () => {
  const ringing = await aRingingCall();
  ringing.vendor.now.tokens = 2;
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual(granted('token-1'));
  expect(await ringing.media(north)).toEqual(granted('token-1'));
  await ringing.dropAnswer(north);
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual(granted('token-2'));
});

test('and the one that the call has where it gives no other', async () => {
  const ringing = await aRingingCall();
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual(granted('token-1'));
  await ringing.dropAnswer(north);
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual(granted('token-1'));
  expect(ringing.vendor.asked).toEqual(['status', 'token', 'is_active', 'status', 'token', 'is_active']);
});

test('a call that went elsewhere after a dropped answer is not given to the seat that had it', async () => {
  const ringing = await aRingingCall();
  await ringing.answer(north);
  await ringing.media(north);
  await ringing.dropAnswer(north);
  ringing.vendor.now.status = 'canceled';
  await ringing.answer(north);
  expect(await ringing.media(north)).toEqual({ outcome: 'refused', because: 'no-longer-ringing' });
});
