import { atTheDoor } from './atTheDoor.ts';
import { crashes } from './crashes.ts';
import { disks } from './disks.ts';
import { doors } from './doors.ts';
import { thieves } from './leakedKey.ts';
import { networks } from './networks.ts';
import type { Scenario } from './scenario.ts';
import { strangers } from './strangers.ts';
import { wrapped } from './wrapped.ts';

/** Every fault that this machine can make. */
export const scenarios: readonly Scenario[] = [
  ...crashes,
  ...disks,
  ...networks,
  ...doors,
  ...strangers,
  ...atTheDoor,
  ...wrapped,
  ...thieves,
];
