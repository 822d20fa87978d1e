import type { z } from 'zod';
import type { Typed } from '../../../protocol/operator/request.ts';
import { operator } from '../../../protocol/operator.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { NewWall, WallLine, WallRule } from '../../../protocol/wall.ts';
import { type Command, done, type Given, plain } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { readSecret } from '../readSecret.ts';
import { table, timeOf } from '../table.ts';

/** The walls of hooks: what a delivery must have besides a good key. */
export const wallCommands: readonly Command[] = [
  {
    ...plain,
    words: 'hook wall add',
    usage: `KEYID --addresses CIDR,… | --header NAME --secret-file F | --basic USER --secret-file F
      | --hmac HEADER --secret-file F [--prefix P] [--encoding hex|base64] [--algorithm sha256|sha512] [--timestamp HEADER] [--signed {timestamp}.{body}] [--tolerance SECONDS]
      | --standard-webhooks --secret-file F [--tolerance SECONDS]`,
    does: 'ask more of what is delivered to a hook than its key; first it only counts what it would refuse (F may be -)',
    operand: true,
    optional: [
      'addresses',
      'header',
      'basic',
      'hmac',
      'standard-webhooks',
      'secret-file',
      'prefix',
      'encoding',
      'algorithm',
      'timestamp',
      'signed',
      'tolerance',
    ],
    run: async (given, { ask }) => {
      const body = wallIn(given);
      if (!body.ok) return { kind: 'failed', message: body.error, misused: true };
      const added = await ask(operator.addWall, { params: { id: given.operand }, body: body.value });
      if (!added.ok) return added.error;
      return done(added.value, [
        `The wall ${added.value.wall} observes: ${asksOf(added.value.rule)}. It refuses nothing yet.`,
        `See for some days what it would refuse: vestibule hook wall list ${given.operand}`,
        `Then: vestibule hook wall mode ${given.operand} ${added.value.wall} enforce`,
      ]);
    },
  },
  {
    ...plain,
    words: 'hook wall mode',
    usage: 'KEYID WALL observe|enforce',
    does: 'let a wall only count what it would refuse, or refuse it',
    operand: true,
    operands: 3,
    run: async ({ operands: [id = '', wall = '', mode = ''] }, { ask }) => {
      const before = await ask(operator.listWalls, { params: { id } });
      if (!before.ok) return before.error;
      const changed = await ask(operator.changeWall, { params: { id, wall }, body: { mode } });
      if (!changed.ok) return changed.error;
      return done(changed.value, [
        changed.value.mode === 'enforce'
          ? `The wall ${wall} refuses what does not pass it. To let it in again: vestibule hook wall mode ${id} ${wall} observe`
          : `The wall ${wall} refuses nothing, and counts what it would refuse.`,
        ...(changed.value.mode === 'enforce' ? doubtsAbout(before.value.find((line) => line.wall === wall)) : []),
      ]);
    },
  },
  {
    ...plain,
    words: 'hook wall remove',
    usage: 'KEYID WALL',
    does: 'take a wall away',
    operand: true,
    operands: 2,
    run: async ({ operands: [id = '', wall = ''] }, { ask }) => {
      const removed = await ask(operator.removeWall, { params: { id, wall } });
      if (!removed.ok) return removed.error;
      return listed(await ask(operator.listWalls, { params: { id } }), [`The wall ${wall} is gone. What is left:`]);
    },
  },
  {
    ...plain,
    words: 'hook wall list',
    usage: 'KEYID',
    does: 'list the walls of a hook, and what each has let pass and refused, or would have',
    operand: true,
    run: async ({ operand }, { ask }) => listed(await ask(operator.listWalls, { params: { id: operand } }), []),
  },
];

function listed(lines: Result<readonly WallLine[], Outcome>, first: readonly string[]): Outcome {
  if (!lines.ok) return lines.error;
  const head = ['WALL', 'MODE', 'ASKS FOR', 'SINCE', 'PASSED', 'REFUSED', 'LAST REFUSED', ''];
  return done(lines.value, [
    ...first,
    ...table(head, lines.value.map(rowOf), 'This hook has no walls: its key is enough.'),
  ]);
}

function rowOf({ wall, mode, rule, seen, trouble }: WallLine): readonly string[] {
  const last = seen.lastRefusedAt === null ? '' : `${timeOf(seen.lastRefusedAt)} from ${seen.lastRefusedFrom}`;
  const refused = `${seen.refused}${mode === 'observe' ? ' would be' : ''}`;
  return [wall, mode, asksOf(rule), timeOf(seen.since), String(seen.passed), refused, last, trouble ?? ''];
}

/** What speaks against enforcing now; it is done all the same. */
function doubtsAbout(before: WallLine | undefined): readonly string[] {
  if (before === undefined || before.mode === 'enforce') return [];
  const { passed, refused, since } = before.seen;
  if (refused > 0)
    return [
      `Since ${timeOf(since)} it would have refused ${refused} of ${passed + refused} deliveries. If one of those was ButterflyMX's, go back to observe.`,
    ];
  return passed > 0 ? [] : ['It has seen no delivery yet. Press a panel now, and see that it rings.'];
}

/** What a wall asks for, in words. */
function asksOf(rule: WallRule): string {
  switch (rule.kind) {
    case 'addresses':
      return rule.from.join(' ');
    case 'header':
      return `secret in ${rule.header}`;
    case 'basic':
      return `password of ${rule.user}`;
    case 'hmac':
      return `${rule.algorithm} in ${rule.header}${rule.timestamp === null ? '' : `, fresh by ${rule.timestamp}`}`;
    case 'standard-webhooks':
      return `a signature, at most ${rule.toleranceSeconds} s old`;
  }
}

type Asked = Typed<z.input<typeof NewWall>>;
type Rule = Typed<z.input<typeof WallRule>>;

/** The wall that was typed, as the API wants it. */
function wallIn(given: Given): Result<Asked, string> {
  const { addresses, header, basic, hmac, tolerance } = given;
  const toleranceSeconds = tolerance === undefined ? undefined : Number(tolerance);
  const { prefix, encoding, algorithm, timestamp, signed } = given;
  const signing = { prefix, encoding, algorithm, timestamp, signed };
  const typed: readonly Rule[] = [
    ...(addresses === undefined ? [] : [{ kind: 'addresses', from: addresses.split(',').map((part) => part.trim()) }]),
    ...(header === undefined ? [] : [{ kind: 'header', header }]),
    ...(basic === undefined ? [] : [{ kind: 'basic', user: basic }]),
    ...(hmac === undefined ? [] : [{ kind: 'hmac', header: hmac, ...signing, toleranceSeconds }]),
    ...(given['standard-webhooks'] ? [{ kind: 'standard-webhooks', toleranceSeconds }] : []),
  ];
  const [wall] = typed;
  if (wall === undefined || typed.length > 1)
    return err('Name one kind of wall: --addresses, --header, --basic, --hmac or --standard-webhooks.');
  if (hmac === undefined && Object.values(signing).some((value) => value !== undefined))
    return err('--prefix, --encoding, --algorithm, --timestamp and --signed are for --hmac.');
  if ('from' in wall) return ok(wall);
  const secret = readSecret(given['secret-file'] ?? '');
  return secret === null
    ? err('--secret-file names no file with a secret in it. It is read from a file, or from the standard input for -.')
    : ok({ ...wall, secret });
}
