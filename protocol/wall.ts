import { z } from 'zod';
import { EpochMs } from './call.ts';

/** One address, or a network in CIDR form; IPv4 or IPv6. */
export const Network = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'an address or a network, such as 10.0.0.0/8',
);

/** A wall that only counts what it would refuse, or one that refuses it. */
export const WallMode = z.enum(['observe', 'enforce']);
export type WallMode = z.infer<typeof WallMode>;

const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'the name of a header')
  .toLowerCase();
const Secret = z.string().min(8, 'at least 8 characters').max(4096);
const toleranceSeconds = z.int().min(1).max(86_400).default(300);

/** What a wall asks of a delivery, without its secret. */
const addresses = z.object({ kind: z.literal('addresses'), from: z.array(Network).min(1).max(200) });
const header = z.object({ kind: z.literal('header'), header: HeaderName });
const basic = z.object({
  kind: z.literal('basic'),
  user: z.string().regex(/^[^:\p{Cc}]{1,100}$/u, 'a name without a colon'),
});
const hmac = z.object({
  kind: z.literal('hmac'),
  /** Where the signature stands; several may, with commas or blanks between them. */
  header: HeaderName,
  /** What stands before the signature in its header, such as `sha256=`. */
  prefix: z.string().max(50).default(''),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  algorithm: z.enum(['sha256', 'sha512']).default('sha256'),
  /** The header with the time of sending, in seconds or milliseconds since 1970; null where none is sent. */
  timestamp: HeaderName.nullable().default(null),
  /** What is signed: `{body}` is the bytes as they came, `{timestamp}` that header as it came. */
  signed: z
    .string()
    .max(100)
    .regex(/^[^{}]*(\{timestamp\}[^{}]*)?\{body\}[^{}]*$/, 'such as {timestamp}.{body}')
    .nullable()
    .default(null),
  toleranceSeconds,
});
const standardWebhooks = z.object({ kind: z.literal('standard-webhooks'), toleranceSeconds });

/** What a wall asks of a delivery, without its secret. */
export const WallRule = z.discriminatedUnion('kind', [addresses, header, basic, hmac, standardWebhooks]);
export type WallRule = z.infer<typeof WallRule>;

/** The spec's form of a secret: `whsec_` and 24 to 64 bytes in base64. */
const StandardSecret = z.string().regex(/^(whsec_)?[A-Za-z0-9+/]{32,86}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64');

/** A wall to be built. It observes until it is told to enforce. Its secret is never shown again. */
export const NewWall = z.discriminatedUnion('kind', [
  addresses,
  header.extend({ secret: Secret }),
  basic.extend({ secret: Secret }),
  hmac
    .extend({ secret: Secret })
    .refine(({ signed, timestamp }) => timestamp !== null || signed?.includes('{timestamp}') !== true, {
      path: ['timestamp'],
      message: 'the name of its header, where {timestamp} is signed',
    }),
  standardWebhooks.extend({ secret: StandardSecret }),
]);
export type NewWall = z.infer<typeof NewWall>;

/** Whether a wall refuses from now on, or only counts. */
export const WallChange = z.object({ mode: WallMode });

/** What a wall has seen since it is in its mode. `refused`: would have been refused, while it observes. */
export const WallTally = z
  .object({
    since: EpochMs,
    passed: z.int().nonnegative(),
    lastPassedAt: EpochMs.nullable(),
    refused: z.int().nonnegative(),
    lastRefusedAt: EpochMs.nullable(),
    lastRefusedFrom: z.string().nullable(),
  })
  .readonly();
export type WallTally = z.infer<typeof WallTally>;

/** One wall of a hook. `wall` names it: its kind, with a number where there are several. `trouble`: why it cannot be checked. */
export const WallLine = z.object({
  wall: z.string(),
  mode: WallMode,
  rule: WallRule,
  addedAt: EpochMs,
  seen: WallTally,
  trouble: z.string().nullable(),
});
export type WallLine = z.infer<typeof WallLine>;
