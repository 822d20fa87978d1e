import { expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import type { VendorFailure } from '../../../protocol/fact.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { type WatchRefusal, watchCalls, watching } from '../../../server/answering/watchCalls.ts';
import type { CallStatus, RingState } from '../../../server/ring/ports.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { aClaimedRing, anActivatedRing, anEndedRing, aRingingRing, aTalkingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

/** A ring whose panel ButterflyMX has named: how it stands is all that is asked. */
const stateOf = (ring: Ring, call = 'call-1'): RingState =>
  hintOf({ ...ring, confirmation: 'confirmed', confirmedPanelId: 40_217 }, call);

const hintOf = (ring: Ring, call = 'call-1'): RingState => ({
  site,
  call: CallId.parse(call),
  revision: 1,
  ring: { ...ring, call: { ...ring.call, guid: ring.call.guid === null ? null : call } },
  unrecorded: false,
});

type Answer = Result<CallStatus, WatchRefusal>;
const says = (status: string): Answer =>
  ok({ status, panelId: null, panelName: null, provider: null, pictureUrl: null });

const no = (kind: VendorFailure, retryAfterMs?: number): Answer =>
  err({ kind, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

/** A watch over a vendor whose answers the test gives; an answer that is a promise holds the question open. */
function aWatch({ isOurs = () => true }: { readonly isOurs?: () => boolean } = {}) {
  const clock = manualClock();
  const asked: string[] = [];
  const told: string[] = [];
  let answer: () => Answer | Promise<Answer> = () => says('initializing');
  const watch = watchCalls({
    clock,
    isOurs,
    callStatus: async ({ guid }) => {
      asked.push(guid);
      return answer();
    },
    tell: (_site, call, status) => void told.push(`${call} ${status}`),
    offerPicture: () => {},
    confirm: async ({ guid }) => {
      asked.push(guid);
      const said = await answer();
      if (said.ok) return { kind: 'known', status: said.value, account: 'desk' };
      const { kind } = said.error;
      return kind === 'gone' ? { kind: 'not-found', asked: 1 } : { kind: 'no-answer', because: kind };
    },
    confirming: {
      heard: ({ call }, said) => {
        if (said.kind === 'known' && said.status.panelId !== null)
          told.push(`${call} is at panel ${said.status.panelId}`);
      },
      pauseOf: () => null,
      forget: () => {},
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    ...watch,
    asked,
    told,
    answers: (next: typeof answer) => {
      answer = next;
    },
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 250) {
        clock.pass(250);
        await settle();
      }
    },
    settle,
  };
}

test('a ringing call is asked about each second and a half, and its end is told within three', async () => {
  const watch = aWatch();
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(6_000);
  expect(watch.asked).toHaveLength(4);
  expect(watch.told).toEqual([]);
  watch.answers(() => says('connecting_sip'));
  await watch.pass(1_500);
  expect(watch.told).toEqual(['call-1 connecting_sip']);
});

test('a status is told once in each phase, for what is an echo in one may end another', async () => {
  const watch = aWatch();
  watch.answers(() => says('connecting_sip'));
  watch.follow(stateOf(aClaimedRing()));
  await watch.pass(20_000);
  expect(watch.told).toEqual(['call-1 connecting_sip']);
  watch.follow(stateOf(aTalkingRing()));
  await watch.pass(20_000);
  expect(watch.told).toHaveLength(2);
});

test('the first question goes out with the ring, and the panel is learnt from the vendor, whatever a delivery told of it', async () => {
  const watch = aWatch();
  watch.answers(() =>
    ok({ status: 'initializing', panelId: 40_217, panelName: null, provider: null, pictureUrl: null }),
  );
  watch.follow(hintOf(aRingingRing({ panelId: null })));
  watch.follow(hintOf(aRingingRing({ panelId: 40_218 }), 'call-2'));
  await watch.pass(250);
  expect(watch.told).toEqual(['call-1 is at panel 40217', 'call-2 is at panel 40217']);
  watch.follow(stateOf(aRingingRing()));
  watch.follow(stateOf(aRingingRing(), 'call-2'));
  await watch.pass(6_000);
  expect(watch.told).toHaveLength(2);
});

test('a talk is asked about each five seconds, so that an end that the media missed is learnt', async () => {
  const watch = aWatch();
  watch.follow(stateOf(aTalkingRing()));
  await watch.pass(15_000);
  expect(watch.asked).toHaveLength(3);
  watch.answers(() => says('canceled'));
  await watch.pass(5_000);
  expect(watch.told).toEqual(['call-1 canceled']);
});

test('the period shortens at once when an answer came to nothing and the others ring again', async () => {
  const watch = aWatch();
  watch.follow(stateOf(anActivatedRing()));
  await watch.pass(500);
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(1_500);
  expect(watch.asked).toHaveLength(1);
});

test('no call is asked about twice at once, and a vendor that hangs costs one question', async () => {
  const watch = aWatch();
  watch.answers(() => new Promise(() => {}));
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(30_000);
  expect(watch.asked).toEqual(['call-1']);
});

test('after a no of the vendor it is left in peace for ten seconds, after silence it is asked again at once', async () => {
  const watch = aWatch();
  watch.answers(() => no('refused'));
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(1_500 + watching.refusedMs - 250);
  expect(watch.asked).toHaveLength(1);
  watch.answers(() => no('slow'));
  await watch.pass(250 + 3_000);
  expect(watch.asked).toHaveLength(4);
});

test.each(['unwell', 'unreadable'] as const)(
  'after an answer that is %s it is asked again at once',
  async (failure) => {
    const watch = aWatch();
    watch.answers(() => no(failure));
    watch.follow(stateOf(aRingingRing()));
    await watch.pass(1_500);
    watch.answers(() => says('canceled'));
    await watch.pass(1_500);
    expect(watch.told).toEqual(['call-1 canceled']);
  },
);

test('it is asked no sooner than ButterflyMX wants to be asked again, and then at once', async () => {
  const watch = aWatch();
  watch.answers(() => no('refused', 25_000));
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(1_500 + 25_000 - 250);
  expect(watch.asked).toHaveLength(1);
  watch.answers(() => no('unwell', 500));
  await watch.pass(250);
  expect(watch.asked).toHaveLength(2);
  await watch.pass(1_500);
  expect(watch.asked).toHaveLength(3);
});

test('a call that ButterflyMX does not know yet is asked about soon, and then ever more rarely', async () => {
  const watch = aWatch();
  watch.answers(() => no('gone'));
  watch.follow(hintOf(aRingingRing()));
  await watch.pass(6_000);
  expect(watch.asked).toHaveLength(3);
  await watch.pass(36_000);
  expect(watch.asked).toHaveLength(7);
  watch.answers(() => says('initializing'));
  await watch.pass(10_000);
  watch.answers(() => no('gone'));
  const before = watch.asked.length;
  await watch.pass(3_000);
  expect(watch.asked.length - before).toBe(2);
});

test('nothing is asked about a call that is over, that has no guid yet, or whose account we do not hold', async () => {
  const watch = aWatch();
  watch.follow(stateOf(aRingingRing()));
  watch.follow(stateOf(anEndedRing()));
  watch.follow(stateOf(aRingingRing({ guid: null }), 'call-2'));
  await watch.pass(10_000);
  expect(watch.asked).toEqual([]);
  watch.follow(stateOf(aRingingRing(), 'call-2'));
  await watch.pass(1_500);
  expect(watch.asked).toEqual(['call-2']);

  const foreign = aWatch({ isOurs: () => false });
  foreign.follow(stateOf(aRingingRing()));
  await foreign.pass(10_000);
  expect(foreign.asked).toEqual([]);
});

test('of many calls at most four of a site are asked about at once, each in its turn', async () => {
  const watch = aWatch();
  const held: (() => void)[] = [];
  watch.answers(() => new Promise((resolve) => void held.push(() => resolve(says('initializing')))));
  for (let call = 0; call < 20; call++) watch.follow(stateOf(aRingingRing(), `call-${call}`));
  await watch.pass(10_000);
  expect(watch.asked).toHaveLength(watching.mostOfSiteAtOnce);
  for (let turn = 0; turn < 16; turn++) {
    held.shift()?.();
    await watch.settle();
  }
  expect(new Set(watch.asked).size).toBe(20);
});

test('an answer that comes when the call is over is told to nobody', async () => {
  const watch = aWatch();
  const { promise, resolve: release } = Promise.withResolvers<Answer>();
  watch.answers(() => promise);
  watch.follow(stateOf(aRingingRing()));
  await watch.pass(1_500);
  watch.follow(stateOf(anEndedRing()));
  release(says('canceled'));
  await watch.pass(5_000);
  expect(watch.told).toEqual([]);
});
