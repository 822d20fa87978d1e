import { operator } from '../../../protocol/operator.ts';
import { writtenInstant } from '../../clock.ts';
import { type Command, done, plain, type Surroundings } from '../command.ts';
import type { Outcome } from '../outcome.ts';

/** Ends a webhook; with a time, what a leaked key brought since then is in doubt, which can be counted first and taken back. */
export const revokeHookCommand: Command = {
  ...plain,
  words: 'hook revoke',
  usage: 'KEYID [--leaked-since TIME [--dry-run] | --undo]',
  does: 'let nothing more in by this hook; put in doubt what a leaked key brought since TIME (ISO 8601), or take that back',
  operand: true,
  optional: ['leaked-since', 'dry-run', 'undo'],
  run: async (given, around) => {
    const since = given['leaked-since'];
    const dryRun = given['dry-run'];
    if (given.undo ? since !== undefined || dryRun : dryRun && since === undefined) return atOdds;
    if (given.undo) return undo(given.operand, around);
    if (since !== undefined) return putInDoubt({ id: given.operand, since, dryRun }, around);
    const revoked = await around.ask(operator.revokeHook, { params: { id: given.operand } });
    if (!revoked.ok) return revoked.error;
    return done({ id: given.operand, revoked: true }, [`The hook ${given.operand} is revoked.`]);
  },
};

/** A revocation that somebody only wanted counted would end a webhook that still brings visitors. */
const atOdds: Outcome = {
  kind: 'failed',
  misused: true,
  message: 'Nothing was changed. --dry-run counts what --leaked-since TIME would put in doubt; --undo stands alone.',
};

type Doubt = { readonly id: string; readonly since: string; readonly dryRun: boolean };

async function putInDoubt({ id, since, dryRun }: Doubt, { ask }: Surroundings): Promise<Outcome> {
  const at = writtenInstant(since);
  if (at === null)
    return {
      kind: 'failed',
      misused: true,
      message: `--leaked-since wants a time, such as 2026-11-29T14:00:00Z, not "${since}".`,
    };
  const counted = await ask(operator.markLeaked, { params: { id }, body: { since: at, dryRun } });
  if (!counted.ok) return counted.error;
  const { calls, deliveries, confirmed } = counted.value;
  return done({ id, revoked: !dryRun, ...counted.value }, [
    dryRun
      ? `Nothing was changed. By the key of ${id} came since then:`
      : `The hook ${id} is revoked. By its key came since then:`,
    `  ${calls} calls that nothing of ButterflyMX confirms: ${dryRun ? 'they would be' : 'they are'} in doubt, and count in no figure`,
    `  ${confirmed} calls that ButterflyMX knows: they stay as they are`,
    `  ${deliveries} deliveries in all`,
    ...(dryRun ? [] : [`To take that back: vestibule hook revoke ${id} --undo`]),
  ]);
}

async function undo(id: string, { ask }: Surroundings): Promise<Outcome> {
  const counted = await ask(operator.unmarkLeaked, { params: { id } });
  if (!counted.ok) return counted.error;
  return done({ id, ...counted.value }, [
    `${counted.value.calls} calls of ${id} are in doubt no more. The hook stays revoked.`,
  ]);
}
