import type { CallId, DeskId, DoorId, EpochMs, PressId } from '../../protocol/call.ts';
import type { PastPress } from './opening/presses.ts';

/** One entry of the vendor's log of doors, from a delivery or from its list. Nobody's name and no picture is in it. */
export type DoorEntry = {
  readonly entry: number;
  readonly loggedAt: EpochMs;
  readonly accessPoint: number | null;
  /** The vendor's words; of the one-key form (`{"access_tool": id}`) the key. */
  readonly entryMethod: string | null;
  readonly releaseStatus: string | null;
  readonly tenant: number | null;
};

/** To what an entry belongs here. */
export type Tie = {
  readonly press: PressId;
  readonly call: CallId | null;
  readonly desk: DeskId;
  readonly door: DoorId;
};

/** A press comes before its entry; the two clocks are the vendor's and ours, and the vendor logs whole seconds. */
export const tieWindow = { beforeMs: 60_000, afterMs: 15_000 } as const;

/** The press that this entry shows, nearest in time; null when it shows none. Pure. */
export function tieOf(
  entry: DoorEntry,
  presses: readonly PastPress[],
  isMapped: (accessPoint: number) => boolean,
): Tie | null {
  if (entry.releaseStatus === 'Locked') return null;
  const fits = presses.filter(
    (press) =>
      mayHaveOpened(press) && isThatDoor(press, entry, isMapped) && isThatWay(press, entry) && isInTime(press, entry),
  );
  const [nearest] = fits.sort((one, other) => distance(one, entry) - distance(other, entry));
  if (nearest === undefined) return null;
  const { press, call, desk, door } = nearest;
  return { press, call, desk, door };
}

/** A refused press opened nothing; a confirmed one has its entry. One without an answer may have opened before the relay was killed. */
export const mayHaveOpened = ({ reply }: Pick<PastPress, 'reply'>): boolean =>
  reply === null || (reply.outcome !== 'refused' && reply.outcome !== 'confirmed');

/** A panel's door whose access point nobody told can be any that no other door is mapped to. */
function isThatDoor(
  { accessPoints }: PastPress,
  { accessPoint }: DoorEntry,
  isMapped: (accessPoint: number) => boolean,
): boolean {
  if (accessPoint === null) return false;
  return accessPoints.length === 0 ? !isMapped(accessPoint) : accessPoints.includes(accessPoint);
}

/** `API` is v4's release, `App call` a call's own door (vendor's pages and OpenAPI). */
function isThatWay({ call }: PastPress, { entryMethod }: DoorEntry): boolean {
  const method = entryMethod?.toLowerCase().replaceAll('_', ' ') ?? '';
  return method === 'api' || (call !== null && method === 'app call');
}

const isInTime = ({ askedAt }: PastPress, { loggedAt }: DoorEntry) =>
  askedAt >= loggedAt - tieWindow.beforeMs && askedAt <= loggedAt + tieWindow.afterMs;

const distance = ({ askedAt }: PastPress, { loggedAt }: DoorEntry) => Math.abs(askedAt - loggedAt);
