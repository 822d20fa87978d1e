/** The operator's API: every request that commands, programs and tests may ask of a relay. */
import { accountRequests } from './operator/accountRequests.ts';
import { callRequests } from './operator/callRequests.ts';
import { deskRequests } from './operator/deskRequests.ts';
import { doorRequests } from './operator/doorRequests.ts';
import { hookRequests } from './operator/hookRequests.ts';
import { integrationRequests } from './operator/integrationRequests.ts';
import { siteRequests } from './operator/siteRequests.ts';
import { upkeepRequests } from './operator/upkeepRequests.ts';

/** Each request once, by the name under which it is asked: `ask(operator.namePanel, …)`. The relay's routes come from these objects. */
export const operator = {
  ...hookRequests,
  ...deskRequests,
  ...siteRequests,
  ...accountRequests,
  ...integrationRequests,
  ...doorRequests,
  ...callRequests,
  ...upkeepRequests,
} as const;
