/** What the relay's thread and a store's thread tell one another. Both are of one process and of one version. */
import type { EpochMs } from '../../../protocol/call.ts';

/** `writer`: owns the file. `reader`: a connection of its own, for lists that may take long. */
export type Role = 'writer' | 'reader';

export type ThreadData = { readonly role: Role; readonly dataDir: string; readonly boot: string };

/** One function of one store, with the time at which it was asked. */
export type Call = {
  readonly id: number;
  readonly store: string;
  readonly method: string;
  readonly args: Args;
  readonly wall: EpochMs;
  readonly mono: number;
};

/**
 * Arguments as they cross. `text`: their JSON, and the bytes of the first one's `raw`. A copy of a ring field by field takes five times as long
 * as its text, in both threads.
 */
export type Args =
  | { readonly kind: 'copied'; readonly values: readonly unknown[] }
  | { readonly kind: 'text'; readonly text: string; readonly raw: Uint8Array | null };

/** The journal's questions are of JSON and one delivery's bytes; another store's may be of anything. */
export function packed(store: string, args: readonly unknown[]): Args {
  if (store !== 'journal') return { kind: 'copied', values: args };
  const given = withoutLast(args);
  const [first, ...rest] = given;
  const raw = isRecord(first) && first.raw instanceof Uint8Array ? first.raw : null;
  const written = raw === null ? given : [{ ...Object(first), raw: null }, ...rest];
  return { kind: 'text', text: JSON.stringify(written), raw };
}

export function unpacked(args: Args): readonly unknown[] {
  if (args.kind === 'copied') return args.values;
  const values: unknown[] = JSON.parse(args.text);
  if (args.raw !== null) Object.assign(Object(values[0]), { raw: args.raw });
  return values;
}

/** What was left out at the end stays out: in a list JSON would make it null. */
const withoutLast = (args: readonly unknown[]) => args.slice(0, args.findLastIndex((value) => value !== undefined) + 1);

const isRecord = (value: unknown): value is { readonly raw?: unknown } => typeof value === 'object' && value !== null;

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorText };

/** An error as it crosses: a copy of an error loses what SQLite says of it. */
export type ErrorText = {
  readonly name: string;
  readonly message: string;
  readonly errcode: number | null;
  readonly code: string | null;
};

export type FromThread =
  | { readonly kind: 'opened'; readonly readWhole: boolean; readonly asideName: string | null }
  | { readonly kind: 'not-opened'; readonly error: ErrorText }
  | { readonly kind: 'replies'; readonly replies: readonly Reply[] }
  | { readonly kind: 'health'; readonly error: ErrorText | null }
  | { readonly kind: 'damaged-row'; readonly error: ErrorText }
  | { readonly kind: 'closed' };

export type ToThread = { readonly kind: 'calls'; readonly calls: readonly Call[] } | { readonly kind: 'close' };

export function textOf(error: unknown): ErrorText {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), errcode: null, code: null };
  const errcode = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, message: error.message, errcode, code };
}

export const errorOf = ({ name, message, errcode, code }: ErrorText): Error =>
  Object.assign(new Error(message), {
    name,
    ...(errcode === null ? {} : { errcode }),
    ...(code === null ? {} : { code }),
  });
