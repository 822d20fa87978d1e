import { asks, type Reply } from '../../protocol/asks.ts';
import { protocolVersions } from '../../protocol/version.ts';
import { onAnswer } from '../answering/answer.ts';
import { onEnd, onHangUp, onSilence } from '../answering/closing.ts';
import type { MediaGrants } from '../answering/media.ts';
import type { Receipts } from '../answering/receipts.ts';
import type { Clock } from '../clock.ts';
import type { Demo } from '../demo/demo.ts';
import type { Seat, Seats } from '../desks/seats.ts';
import type { DoorPresses } from '../doors/opening/press.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { onStartOver, onSteps } from './demo.ts';
import type { DeskSocket } from './deskServer.ts';
import type { Hub } from './hub.ts';
import { askBudget, listenOn, spendOn } from './listen.ts';
import type { PastCalls } from './ports.ts';
import { replyInOne } from './protocolOne.ts';

export type QuestionParts = {
  readonly board: Switchboard;
  readonly seats: Pick<Seats, 'setAble'>;
  readonly hub: Pick<Hub, 'showMissed' | 'showCoverage' | 'viewUndrawn'>;
  readonly about: AboutCall;
  readonly media: MediaGrants;
  readonly doors: DoorPresses;
  readonly receipts: Receipts;
  readonly pastCalls: PastCalls;
  /** Null where the vendor is real. */
  readonly demo: Demo | null;
  readonly clock: Clock;
  readonly reportFailure: (ask: string, error: unknown) => void;
};

/** Every question a seat may ask, each led to the one who answers it. */
export function hearQuestions(socket: DeskSocket, seat: Seat, parts: QuestionParts): void {
  const { board, seats, hub, about, media, doors, receipts, pastCalls, demo, clock, reportFailure } = parts;
  const isOld = seat.protocol < protocolVersions.newest;
  spendOn(socket, askBudget(clock, { burst: 400, perSecond: 100 }));
  const hear = listenOn(earsOf(socket), { inWords: isOld ? replyInOne : (_name, reply) => reply, reportFailure });

  hear(asks.answer, (asked) => onAnswer(asked, seat, { board, about }));
  hear(asks.media, (asked) => media.onMedia(asked, seat));
  hear(asks.silence, (asked) => onSilence(asked, seat, board));
  hear(asks.end, (asked) => onEnd(asked, seat, { board, about }));
  hear(asks.hangUp, (asked) => onHangUp(asked, seat, board));
  hear(asks.openDoor, (asked) => doors.onOpenDoor(asked, seat));
  hear(asks.receipt, (asked) => receipts.onReceipt(asked, seat));
  hear(asks.present, (asked) => receipts.onPresent(asked, seat));
  hear(asks.able, async (told) => {
    if (seats.setAble(seat, told)) for (const site of seat.sites) hub.showCoverage(site);
    return { outcome: 'noted' };
  });
  hear(asks.handled, async ({ callIds }) => {
    await pastCalls.markHandled(seat.sites, callIds, clock.moment().wall);
    await Promise.all(seat.sites.map(hub.showMissed));
    return { outcome: 'done' };
  });
  hear(asks.undrawn, async ({ site }): Promise<Reply<'undrawn'>> => {
    return { outcome: 'undrawn', rings: seat.sites.includes(site) ? hub.viewUndrawn(site, seat.desk) : [] };
  });
  hear(asks.steps, (asked) => onSteps(asked, seat, { board, demo }));
  hear(asks.startOver, () => onStartOver(demo));
  hear(asks.history, async ({ since }): Promise<Reply<'history'>> => {
    return { outcome: 'history', calls: await pastCalls.history(seat.sites, since) };
  });
}

/** Socket.IO types its listeners by event; ours parse whatever comes, so one listener leads to all of them by name. */
function earsOf(socket: DeskSocket): {
  readonly on: (event: string, heard: (...said: readonly unknown[]) => void) => void;
} {
  const heardBy = new Map<string, (...said: readonly unknown[]) => void>();
  socket.onAny((event: string, ...said: readonly unknown[]) => heardBy.get(event)?.(...said));
  return { on: (event, heard) => void heardBy.set(event, heard) };
}
