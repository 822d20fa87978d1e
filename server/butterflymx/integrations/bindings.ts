import type { Binding } from '../../../protocol/integration.ts';

/** True when all that is wanted is there; more does no harm. */
export const covers = (there: readonly Binding[], wanted: readonly Binding[]): boolean =>
  wanted.every(({ resource, actions }) =>
    actions.every((action) => there.some((bound) => bound.resource === resource && bound.actions.includes(action))),
  );

export type Split = { readonly kept: readonly Binding[]; readonly refused: readonly Binding[] };

/**
 * Parts what the vendor's refusal names from the rest. Null when it names none of it, or all: then the refusal is about something else.
 * `status_update` is not in the vendor's v4 page, so that a refusal of bindings or actions as such is taken to mean it.
 */
export function withoutRefused(wanted: readonly Binding[], says: string | null): Split | null {
  const words = says ?? '';
  const naming = (word: string) => new RegExp(`\\b${word}\\b`, 'i').test(words);
  const named = {
    status_update: naming('status_update'),
    access_log: naming('access_log'),
    door_release: naming('door_release'),
  };
  const namesOne = Object.values(named).includes(true);
  const dropsStatus = named.status_update || (!namesOne && /\b(bindings?|actions?)\b/i.test(words));
  const isRefused = (resource: string, action: string) =>
    resource === 'call'
      ? action === 'status_update' && dropsStatus
      : (resource === 'access_log' && named.access_log) || (resource === 'door_release' && named.door_release);
  const part = (refused: boolean) =>
    wanted.flatMap(({ resource, actions }) => {
      const of = actions.filter((action) => isRefused(resource, action) === refused);
      return of.length === 0 ? [] : [{ resource, actions: of }];
    });
  const split = { kept: part(false), refused: part(true) };
  return split.kept.length === 0 || split.refused.length === 0 ? null : split;
}

/** As commands write it, e.g. `call:create,status_update`. */
export const bindingText = ({ resource, actions }: Binding) => `${resource}:${actions.join(',')}`;
