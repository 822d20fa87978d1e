import type { EpochMs, SiteId } from '../../protocol/call.ts';
import type { CheckReport, PressReport } from '../../protocol/check.ts';

/** What is asked of an installation: by a command, each day, and while somebody presses. */
export type CheckQuestions = {
  readonly check: (site: SiteId) => Promise<CheckReport>;
  readonly press: (site: SiteId, since: EpochMs) => Promise<PressReport>;
  /** Somebody said that they heard this press: what it taught is kept. */
  readonly heard: (site: SiteId, since: EpochMs) => Promise<void>;
};
