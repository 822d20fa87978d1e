import { describe, expect, it } from 'vitest';
import { atMostOnce } from '../../../server/doors/opening/atMostOnce.ts';
import { isOverfull } from '../../../server/hub/backlog.ts';
import { askBudget, spendOn } from '../../../server/hub/listen.ts';
import { manualClock } from '../../fakes/manualClock.ts';

describe('a seat that does not read', () => {
  const packets = (count: number, length: number) =>
    Array.from({ length: count }, () => ({ data: 'x'.repeat(length) }));
  it('is overfull by the number of messages or by their size', () => {
    const limit = { messages: 100, characters: 5_000 };
    expect(
      [packets(100, 10), packets(101, 1), packets(30, 200), packets(25, 200)].map((waiting) =>
        isOverfull(waiting, limit),
      ),
    ).toEqual([false, true, true, false]);
  });
});

describe('what arrives on the socket of a seat', () => {
  /** A socket's gate: gives how many of what was said were heard. */
  function aGate(burst: number) {
    const clock = manualClock();
    let pass: (said: readonly unknown[], next: () => void) => void = () => {};
    const use = (gate: typeof pass) => {
      pass = gate;
    };
    spendOn({ use }, askBudget(clock, { burst, perSecond: 1 }));
    let heard = 0;
    const hear = () => {
      heard += 1;
    };
    return { clock, heard: () => heard, say: (...said: readonly unknown[]) => pass(said, hear) };
  }

  it('has one budget, whatever it is', () => {
    const { say, heard } = aGate(3);
    say('refresh');
    say('nothing-of-ours', { deep: [] });
    say('answer', null, () => {});
    say('able', {}, () => {});
    expect(heard()).toBe(3);
  });

  it('is refused beyond it, where an answer is waited for', () => {
    const { say } = aGate(0);
    const replies: unknown[] = [];
    say('answer', { callId: 'a' }, (reply: unknown) => void replies.push(reply));
    say('refresh');
    expect(replies).toEqual([{ outcome: 'refused', because: 'failed' }]);
  });

  it('is heard again as the budget fills', () => {
    const { clock, say, heard } = aGate(1);
    say('refresh');
    say('refresh');
    clock.pass(1_000);
    say('refresh');
    expect(heard()).toBe(2);
  });
});

describe('a picture that is asked for again and again', () => {
  it('is sent at once, and then once a second for as long as it is asked for', () => {
    const clock = manualClock();
    let sent = 0;
    const send = () => {
      sent += 1;
    };
    const refresh = atMostOnce(send, { clock, everyMs: 1_000 });
    for (let count = 0; count < 100; count++) refresh.ask();
    expect(sent).toBe(1);
    clock.pass(1_000);
    expect(sent).toBe(2);
    clock.pass(10_000);
    expect(sent).toBe(2);
    refresh.ask();
    expect(sent).toBe(3);
  });

  it('is not sent to a seat that has gone', () => {
    const clock = manualClock();
    let sent = 0;
    const send = () => {
      sent += 1;
    };
    const refresh = atMostOnce(send, { clock, everyMs: 1_000 });
    refresh.ask();
    refresh.ask();
    refresh.stop();
    clock.pass(10_000);
    expect(sent).toBe(1);
  });
});
