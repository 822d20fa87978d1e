import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { Command, Given } from './command.ts';
import { commands } from './commands.ts';
import { argumentOptions, GivenOptions, OptionName } from './options.ts';

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: Command; readonly given: Given; readonly json: boolean };

/** What was typed as a command with all that it needs, or one sentence that says what is wrong. */
export function readArguments(typed: readonly string[]): Result<Asked, string> {
  const parsed = parse(typed);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  if (values['version'] === true) return ok({ kind: 'version' });
  if (values['help'] === true || positionals.length === 0) return ok({ kind: 'help' });

  const line = positionals.join(' ');
  const command = commands.find(({ words }) => line === words || line.startsWith(`${words} `));
  if (command === undefined) return err(`There is no command "${line}".`);
  const operands = positionals.slice(command.words.split(' ').length);
  const given: Given = { ...GivenOptions.parse(values), operand: operands[0] ?? '', operands };
  const mistake = mistakeIn(command, given);
  return mistake === null ? ok({ kind: 'run', command, given, json: values['json'] === true }) : err(mistake);
}

function parse(typed: readonly string[]) {
  try {
    return ok(parseArgs({ args: valuesJoined(typed), options: argumentOptions, allowPositionals: true }));
  } catch (error) {
    return err(error instanceof Error ? error.message : 'The command could not be read.');
  }
}

/** A code or a state may begin with a hyphen, which Node's reader refuses unless an equals sign joins it to its option. */
const valuesJoined = (typed: readonly string[]): string[] =>
  typed.flatMap((word, index) => {
    if (isValue(word, typed[index - 1])) return [];
    const next = typed[index + 1];
    return [next !== undefined && isValue(next, word) ? `${word}=${next}` : word];
  });

const isValue = (word: string, before: string | undefined): boolean =>
  word.startsWith('-') && !isOption(word) && before !== undefined && isOption(before) && takesText(before);
const isOption = (word: string) =>
  word === '-h' || (word.startsWith('--') && Object.hasOwn(argumentOptions, word.slice(2).split('=')[0] ?? ''));
const takesText = (word: string) => argumentOptions[word.slice(2)]?.type === 'string';

function mistakeIn({ words, usage, operand, operands, required, optional }: Command, given: Given) {
  const has = (name: OptionName) => {
    const value = given[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  };
  const missing = required.find((name) => !has(name));
  const surplus = OptionName.options.find((name) => has(name) && !required.includes(name) && !optional.includes(name));
  const wanted = operands ?? (operand ? 1 : 0);
  if (missing === undefined && surplus === undefined && given.operands.length === wanted) return null;
  const mistake =
    missing !== undefined
      ? `--${missing} is missing.`
      : surplus !== undefined
        ? `--${surplus} means nothing here.`
        : 'A word is missing, or there is one too many.';
  return `${mistake} Usage: vestibule ${words} ${usage}`;
}
