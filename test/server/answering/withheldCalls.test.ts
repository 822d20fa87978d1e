import { describe, expect, test } from 'vitest';
import type { VendorFailure } from '../../../protocol/fact.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { readEveryMs, withheldCalls } from '../../../server/answering/withheldCalls.ts';
import type { NumberedCall } from '../../../server/butterflymx/myCalls.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const windowMs = 40_000;

/** Calls held back before lists that the test writes: `names` is what the next reading finds, a word why it finds nothing. */
function aFlood() {
  const clock = manualClock();
  const rang: string[] = [];
  const listed: string[] = [];
  let lists: Result<readonly NumberedCall[], VendorFailure> = ok([]);
  let looks = 0;
  const held = withheldCalls({
    clock,
    newest: async () => lists,
    lookAtList: () => {
      looks += 1;
    },
    listed: (_site, guid) => void listed.push(guid),
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return {
    ...held,
    clock,
    rang,
    listed,
    settle,
    looks: () => looks,
    names: (...calls: readonly NumberedCall[]) => {
      lists = ok(calls);
    },
    fails: (why: VendorFailure) => {
      lists = err(why);
    },
    withhold: (guid: string | null, number: string | null = null) =>
      held.hold({
        site,
        identifiers: { guid, vendorId: number, wordless: null },
        until: clock.moment().mono + windowMs,
        ring: () => void rang.push(guid ?? `id:${number}`),
      }),
    passTo: async (ms: number) => {
      clock.pass(ms);
      await settle();
    },
  };
}

describe('in a flood', () => {
  test('the lists are read at once, and a call that they name rings alone among false ones', async () => {
    const flood = aFlood();
    flood.names({ number: '7', guid: 'real-1' });
    for (const guid of ['false-1', 'real-1', 'false-2']) flood.withhold(guid);
    await flood.settle();
    expect([flood.rang, flood.listed, flood.looks()]).toEqual([['real-1'], ['real-1'], 1]);
  });

  test('a call that the lists name only later rings with their next reading', async () => {
    const flood = aFlood();
    flood.withhold('real-1');
    await flood.settle();
    flood.names({ number: '7', guid: 'real-1' });
    await flood.passTo(readEveryMs - 1);
    expect(flood.rang).toEqual([]);
    await flood.passTo(1);
    expect(flood.rang).toEqual(['real-1']);
  });

  test('a call whose number the building’s list has rings, though no account of ours was called', async () => {
    const flood = aFlood();
    for (const number of ['7', '8']) flood.withhold(null, number);
    flood.named(site, ['8']);
    await flood.settle();
    expect(flood.rang).toEqual(['id:8']);
  });

  test('a call of a number alone rings by its number', async () => {
    const flood = aFlood();
    flood.names({ number: '7', guid: 'real-1' });
    flood.withhold(null, '7');
    await flood.settle();
    expect(flood.rang).toEqual(['id:7']);
  });

  test('each rings once, and a newer one before an older', async () => {
    const flood = aFlood();
    flood.withhold('older-1');
    flood.withhold('newer-1');
    await flood.settle();
    flood.names({ number: '1', guid: 'older-1' }, { number: '2', guid: 'newer-1' });
    await flood.passTo(readEveryMs);
    await flood.passTo(readEveryMs);
    expect(flood.rang).toEqual(['newer-1', 'older-1']);
  });

  test('what no list named while it could ring is let go, and then nothing is read any more', async () => {
    const flood = aFlood();
    flood.withhold('false-1');
    await flood.settle();
    for (let passed = 0; passed <= windowMs; passed += readEveryMs) await flood.passTo(readEveryMs);
    flood.names({ number: '7', guid: 'false-1' });
    const looks = flood.looks();
    await flood.passTo(10 * readEveryMs);
    expect([flood.rang, flood.looks(), flood.clock.waiting()]).toEqual([[], looks, 0]);
  });
});

describe('where no account answers', () => {
  test('all that was held rings, some at a time, for any of them may be a visitor', async () => {
    const flood = aFlood();
    flood.fails('slow');
    for (let number = 1; number <= 120; number++) flood.withhold(`call-${number}`);
    await flood.settle();
    expect(flood.rang).toHaveLength(50);
    await flood.passTo(40);
    expect(flood.rang.toSorted()).toEqual(Array.from({ length: 120 }, (_, index) => `call-${index + 1}`).toSorted());
  });

  test('nothing more is held for some seconds, and then again', async () => {
    const flood = aFlood();
    flood.fails('unwell');
    expect(flood.canHold(site)).toBe(true);
    flood.withhold('call-1');
    await flood.settle();
    expect(flood.canHold(site)).toBe(false);
    await flood.passTo(10_000);
    expect(flood.canHold(site)).toBe(true);
  });
});

test('a stop reads no list, and rings nothing of those that wait for their turn', async () => {
  const flood = aFlood();
  flood.fails('slow');
  for (let number = 1; number <= 120; number++) flood.withhold(`call-${number}`);
  await flood.settle();
  flood.stop();
  await flood.passTo(10 * readEveryMs);
  expect([flood.rang.length, flood.looks()]).toEqual([50, 1]);
});
