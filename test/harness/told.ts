import { z } from 'zod';
import { Timeline } from '../../protocol/admin.ts';
import type { RunningRelay } from './aRelay.ts';

const Kinds = z.array(z.object({ kind: z.string() }));

/** The kinds of the alarms that stand. */
export const alarmKinds = async (relay: RunningRelay): Promise<readonly string[]> =>
  Kinds.parse((await relay.operator('GET', '/api/alarms')).body).map(({ kind }) => kind);

/** All that the relay tells of a call. */
export const timelineOf = async (relay: RunningRelay, guid: string): Promise<Timeline> =>
  Timeline.parse((await relay.operator('GET', `/api/calls/${guid}/timeline`)).body);
