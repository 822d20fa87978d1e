import type { TFunction } from 'i18next';
import type { EndReason } from '../../protocol/call.ts';

type Past = {
  readonly reason: EndReason | null;
  readonly by: { readonly name: string } | null;
  readonly doorOpened: boolean;
};

/** How a call ended, in words; a call that has not is going on. */
export function outcome({ reason, by, doorOpened }: Past, t: TFunction): string {
  if (reason === null) return t('outcome.going-on');
  if (by !== null && doorOpened) return t('outcome.doorOpenedBy', { name: by.name });
  return t(`outcome.${reason}`, { name: by?.name ?? '' });
}
