/** The `vestibule` command: what an operator does from a shell, beside a running relay or without one. */
import { readConfig } from '../config.ts';
import { version } from '../version.ts';
import { asking } from './ask.ts';
import { commands } from './commands.ts';
import { demoBeside } from './demoBeside.ts';
import type { Printed } from './outcome.ts';
import { reachRelay } from './reachRelay.ts';
import { type Asked, readArguments } from './readArguments.ts';
import { terminal } from './terminal.ts';

const help = [
  'vestibule: commands for a front desk that answers ButterflyMX intercoms',
  '',
  ...commands.map(({ words, usage, does }) => `  vestibule ${words}${usage === '' ? '' : ` ${usage}`}\n      ${does}`),
  '',
  '  --json      print one JSON value, or one a line for lists',
  '  --help      show this',
  '  --version   show the version',
  '',
  'The settings are those of the relay: see docs/configuration.md.',
].join('\n');

function print({ json, lines }: Printed, asJson: boolean): void {
  const printed = asJson ? (Array.isArray(json) ? json : [json]).map((value) => JSON.stringify(value)) : lines;
  for (const line of printed) console.log(line);
}

async function run({ command, given, json }: Extract<Asked, { kind: 'run' }>): Promise<number> {
  const config = readConfig(process.env);
  if (!config.ok) return fail(`The settings are wrong:\n  ${config.error.join('\n  ')}`, 2);
  const { simulatorPort, dataDir } = config.value;
  const hint = command.words === 'ring' ? null : await demoBeside(dataDir, process.env.VESTIBULE_DATA_DIR);
  if (hint !== null) terminal.say(hint);
  const relay = command.words === 'ring' ? null : await reachRelay(config.value);
  const nobody = () => Promise.reject(new Error('This command asks no relay.'));
  try {
    const outcome = await command.run(given, { ask: asking(relay?.ask ?? nobody), simulatorPort, json, ...terminal });
    const printed = outcome.kind === 'done' ? outcome : outcome.beside;
    if (printed !== undefined) print(printed, json);
    return outcome.kind === 'done' ? 0 : fail(outcome.message, outcome.misused ? 2 : 1);
  } finally {
    await relay?.close();
  }
}

function fail(message: string, code: number): number {
  console.error(message);
  return code;
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (!asked.ok) return fail(`${asked.error}\nvestibule --help shows every command.`, 2);
  switch (asked.value.kind) {
    case 'help':
      console.log(help);
      return 0;
    case 'version':
      console.log(version);
      return 0;
    case 'run':
      return run(asked.value);
  }
}

process.umask(0o077);
process.exitCode = await main().catch((error: unknown) =>
  fail(error instanceof Error ? error.message : 'The command failed.', 1),
);
