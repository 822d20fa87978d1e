/** *Start over*: the next visitor of a demonstration begins with empty screens. Desks, hooks and sites stay. */
import type { EpochMs } from '../../protocol/call.ts';
import { fetchOverTls } from '../butterflymx/fetchOverTls.ts';
import { deadlineIn } from '../clock.ts';

export type StartOverParts = {
  /** Asks the simulator to end its calls; false when what answers there is no simulator. */
  readonly endCalls: () => Promise<boolean>;
  readonly now: () => EpochMs;
  /** Ends and forgets every ring of a call that came before. */
  readonly endRings: (before: EpochMs) => Promise<void>;
  /** Deletes every call that came before, and all that was written about it. */
  readonly clearHistory: (before: EpochMs) => Promise<void>;
  readonly clearSnapshots: () => Promise<void>;
  /** Forgets when panels that called before called last. */
  readonly clearPanels: (before: EpochMs) => Promise<void>;
  /** Ends the alarms that calls gave rise to. */
  readonly clearAlarms: () => void;
  readonly clearSteps: () => void;
  /** Sends every seat its picture anew, with until when calls are forgotten. */
  readonly showAnew: (until: EpochMs) => Promise<void>;
};

export type StartOver = () => Promise<'done' | 'not-simulated'>;

/** The simulator first: nothing is deleted where a real vendor stands behind a loopback address. Asked twice at once, it is done once. */
export function makeStartOver(parts: StartOverParts): StartOver {
  let underWay: Promise<'done' | 'not-simulated'> | null = null;

  async function startOver(): Promise<'done' | 'not-simulated'> {
    if (!(await parts.endCalls())) return 'not-simulated';
    const before = parts.now();
    await parts.endRings(before);
    await parts.clearHistory(before);
    await parts.clearSnapshots();
    await parts.clearPanels(before);
    parts.clearAlarms();
    parts.clearSteps();
    await parts.showAnew(before);
    return 'done';
  }

  return () => {
    underWay ??= startOver().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

const deadlineMs = 2_000;

/** `POST /simulator/start-over`, which only the simulator knows. */
export async function endSimulatedCalls(
  apiUrl: string,
  token: string | null,
  fetchLike = fetchOverTls,
): Promise<boolean> {
  try {
    const response = await fetchLike(`${apiUrl}/simulator/start-over`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token ?? ''}` },
      redirect: 'error',
      signal: deadlineIn(deadlineMs),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
