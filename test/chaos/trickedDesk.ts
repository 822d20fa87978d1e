/** A desk whose attendant believes everything: Open is pressed on each call that is shown, while it rings and once it is over. */
import { setTimeout as wait } from 'node:timers/promises';
import { type CallId, PressId } from '../../protocol/call.ts';
import { Undrawn } from '../../protocol/picture.ts';
import type { DoorReply } from '../../protocol/replies.ts';
import type { RingView } from '../../protocol/ring.ts';
import { aDesk, type DeskOptions } from '../harness/aDesk.ts';

/** One view as the desk got it; `at` in monotonic milliseconds. */
export type Shown = { readonly at: number; readonly view: RingView };
/** A press, what the card said of its door, and what became of it. */
export type Pressed = { readonly view: RingView; readonly reply: DoorReply };

export type TrickedDesk = {
  readonly shown: (call: (id: CallId) => boolean) => readonly Shown[];
  /** How many rings it was told of as a count only. */
  readonly undrawn: () => number;
  readonly pressed: () => readonly Pressed[];
  readonly isConnected: () => boolean;
  readonly close: () => Promise<void>;
};

export type Trick = {
  /** Calls that its attendant leaves alone. */
  readonly spares: (call: CallId) => boolean;
  /** How many presses are under way at once; 0: none is made. */
  readonly hands: number;
};

/** The attendant's own pace, in milliseconds between two presses of a hand. */
const paceMs = 80;

export async function aTrickedDesk(address: string, who: DeskOptions, { spares, hands }: Trick): Promise<TrickedDesk> {
  const desk = await aDesk(address, who);
  const byCall = new Map<CallId, Shown[]>();
  const pressed: Pressed[] = [];
  const wanted = new Map<string, RingView>();
  const done = new Set<string>();
  let undrawn = 0;
  let isOver = false;

  function see(view: RingView): void {
    const one = { at: performance.now(), view };
    const { id } = view.call;
    const views = byCall.get(id) ?? [];
    views.push(one);
    byCall.set(id, views);
    const key = `${id} ${view.phase}`;
    if ((view.phase === 'ringing' || view.phase === 'ended') && !done.has(key) && !spares(id)) wanted.set(key, view);
  }
  desk.picture.rings.forEach(see);
  desk.socket.on('undrawn', (sent: unknown) => {
    undrawn = Undrawn.parse(sent).count;
  });
  desk.socket.on('ring', () => {
    const newest = desk.views.at(-1);
    if (newest !== undefined) see(newest);
  });

  async function press(key: string, view: RingView): Promise<void> {
    wanted.delete(key);
    done.add(key);
    const pressId = PressId.parse(`press-${done.size}-${Math.random().toString(36).slice(2, 12)}`);
    const [door] = view.doors;
    const named = door === undefined ? {} : { doorId: door.id };
    const reply = await desk.ask('openDoor', { pressId, callId: view.call.id, ...named });
    pressed.push({ view, reply });
    if (reply.outcome !== 'refused' || reply.because !== 'cooling-down') return;
    done.delete(key);
    wanted.set(key, view);
    await wait(reply.retryAfterMs);
  }
  async function hand(): Promise<void> {
    while (!isOver) {
      const [newest] = [...wanted].slice(-1);
      if (newest !== undefined) await press(...newest);
      await wait(paceMs);
    }
  }
  const working = Promise.all(Array.from({ length: hands }, hand));

  return {
    shown: (call) => [...byCall].flatMap(([id, views]) => (call(id) ? views : [])),
    undrawn: () => undrawn,
    pressed: () => pressed,
    isConnected: () => desk.socket.connected,
    close: async () => {
      isOver = true;
      await Promise.race([working, wait(5_000)]);
      desk.close();
    },
  };
}
