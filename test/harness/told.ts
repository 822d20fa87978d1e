import type { Timeline } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import type { RunningRelay } from './aRelay.ts';

/** The kinds of the alarms that stand. */
export const alarmKinds = async (relay: RunningRelay): Promise<readonly string[]> =>
  (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind);

/** All that the relay tells of a call. */
export const timelineOf = async (relay: RunningRelay, guid: string): Promise<Timeline> =>
  await relay.ask(operator.explainCall, { params: { id: guid } });
