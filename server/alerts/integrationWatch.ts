import type { Clock } from '../clock.ts';

export type IntegrationWatchParts = {
  readonly clock: Clock;
  /** Compares every registration with the vendor's; false when the vendor could not be asked. */
  readonly lookAtAll: () => Promise<boolean>;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** How often registrations are compared with the vendor's, and how soon again when it could not be asked; in milliseconds. */
export const lookEveryMs = 86_400_000;
export const lookAgainMs = 900_000;

/** Looks now, in the background, and then daily whether the vendor still delivers as it was registered. */
export function watchIntegrations({ clock, lookAtAll, reportFailure }: IntegrationWatchParts): void {
  lookAtAll()
    .catch((error: unknown) => {
      reportFailure('looking after the integrations', error);
      return false;
    })
    .then((saw) =>
      clock.after(saw ? lookEveryMs : lookAgainMs, () => watchIntegrations({ clock, lookAtAll, reportFailure })),
    )
    .catch((error: unknown) => reportFailure('looking after the integrations', error));
}
