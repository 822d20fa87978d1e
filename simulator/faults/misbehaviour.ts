import { z } from 'zod';

/** What can become of a request to the API. `drop`: it is done, but no answer comes. */
export const ApiFault = z.enum(['500', '429', 'hang', 'garbage', 'slow', '401', 'drop']);
export const DeliveryFault = z.enum(['normal', 'lost', 'doubled', 'late', 'out-of-order']);
/** `flat` is production's; the envelopes are the documented and the guessed forms. */
export const DeliveryShape = z.enum(['flat', 'envelope', 'envelope-with-guid', 'number-only']);

/** What the API does to a request below `path` instead of answering it well; `times` null: until it is switched off. */
const ApiRule = z.object({
  path: z.string().startsWith('/'),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
  does: ApiFault,
  times: z.int().positive().nullable().default(null),
  retryAfterSeconds: z.int().nonnegative().default(5),
  slowMs: z.int().nonnegative().max(120_000).default(3_000),
});
export type ApiRule = z.infer<typeof ApiRule>;

const Webhooks = z.object({
  delivery: DeliveryFault.default('normal'),
  shape: DeliveryShape.default('flat'),
  lateMs: z.int().nonnegative().max(600_000).default(20_000),
});

/** All that goes wrong on purpose. */
export const Misbehaviour = z.object({ api: z.array(ApiRule).default([]), webhooks: Webhooks.prefault({}) });
export type Misbehaviour = z.infer<typeof Misbehaviour>;

export const wellBehaved: Misbehaviour = Misbehaviour.parse({});

export type Conduct = {
  readonly set: (misbehaviour: Misbehaviour) => void;
  readonly get: () => Misbehaviour;
  /** The first rule that fits; it counts one of its times. */
  readonly take: (method: string, path: string) => ApiRule | null;
  readonly onSet: (listener: () => void) => void;
};

export function makeConduct(): Conduct {
  let now = wellBehaved;
  const listeners: (() => void)[] = [];
  const fits = (rule: ApiRule, method: string, path: string) =>
    path.startsWith(rule.path) && (rule.method === undefined || rule.method === method);
  const once = (rule: ApiRule) =>
    rule.times === null ? [rule] : rule.times > 1 ? [{ ...rule, times: rule.times - 1 }] : [];
  return {
    set: (misbehaviour) => {
      now = misbehaviour;
      for (const listener of listeners) listener();
    },
    get: () => now,
    take: (method, path) => {
      const rule = now.api.find((one) => fits(one, method, path));
      if (rule === undefined) return null;
      now = { ...now, api: now.api.flatMap((one) => (one === rule ? once(one) : [one])) };
      return rule;
    },
    onSet: (listener) => void listeners.push(listener),
  };
}
