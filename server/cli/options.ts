import type { ParseArgsOptionsConfig } from 'node:util';
import { z } from 'zod';

/** A word that may come several times, once, or a yes. */
const list = z.array(z.string()).default([]);
const text = z.string().optional();
const flag = z.boolean().default(false);

/** Every option that a command may take, as it was typed. A command names those that it takes; any other is refused. */
export const GivenOptions = z.object({
  site: list,
  unit: list,
  bind: list,
  scope: text,
  for: text,
  name: text,
  minutes: text,
  since: text,
  limit: text,
  building: text,
  tenant: text,
  rings: text,
  keep: text,
  'overlap-minutes': text,
  'no-press': flag,
  role: text,
  region: text,
  client: text,
  'secret-file': text,
  addresses: text,
  header: text,
  basic: text,
  hmac: text,
  'standard-webhooks': flag,
  prefix: text,
  encoding: text,
  algorithm: text,
  timestamp: text,
  signed: text,
  tolerance: text,
  redirect: flag,
  label: text,
  code: text,
  state: text,
  'access-point': text,
  device: text,
  panel: text,
  after: text,
  favourite: flag,
  'accept-opens-all': flag,
  seen: flag,
  'leaked-since': text,
  'dry-run': flag,
  undo: flag,
  'doors-unconfirmed': text,
});
export type GivenOptions = z.infer<typeof GivenOptions>;
export const OptionName = GivenOptions.keyof();
export type OptionName = z.infer<typeof OptionName>;

/** The same for Node's own reader of arguments. */
export const argumentOptions: ParseArgsOptionsConfig = {
  ...Object.fromEntries(
    Object.entries(GivenOptions.shape).map(([name, schema]) => [
      name,
      schema === flag ? { type: 'boolean' } : { type: 'string', multiple: schema === list },
    ]),
  ),
  json: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};
