import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AlarmCause } from '../../../protocol/alarm.ts';
import { asks } from '../../../protocol/asks.ts';
import { EndReason } from '../../../protocol/call.ts';
import { PictureFailure } from '../../../protocol/fact.ts';
import { ReceiptStage } from '../../../protocol/proof.ts';
import { Hindrance } from '../../../protocol/ring.ts';
import { ConnectRefusal } from '../../../protocol/seat.ts';
import { Environment } from '../../../server/config.ts';
import { registerGauges } from '../../../server/gauges.ts';
import { makeMetrics } from '../../../server/metrics.ts';
import { scenarios } from '../../chaos/scenarios.ts';

const doc = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
/** The first cells of a document's rows, as words, with the second. */
const rowsOf = (text: string) =>
  new Map(
    [...text.matchAll(/^\| `([\w-]+)` \|([^|]*)\|/gm)].map(([, word = '', second = '']) => [word, second.trim()]),
  );
const missingFrom = (text: string, words: readonly string[]) => words.filter((word) => !text.includes(`\`${word}\``));

test('every setting is documented, with its default', () => {
  const defaults = Environment.parse({});
  const expected = Object.keys(Environment.shape).map((name) => {
    const value = Object.entries(defaults).find(([known]) => known === name)?.[1];
    return [name, value === undefined ? '' : `\`${Array.isArray(value) ? value.join(',') : value}\``];
  });
  const lists = expected.map(([name = '', value = '']) => [name, value === '``' ? '' : value] as const);
  const rows = rowsOf(doc('configuration.md'));
  expect(lists.map(([name]) => [name, rows.get(name)])).toEqual(lists);
});

test('no setting is documented that does not exist', () => {
  const settings = [...rowsOf(doc('configuration.md')).keys()].filter((word) => word.startsWith('VESTIBULE_'));
  expect(settings.filter((name) => !(name in Environment.shape))).toEqual([]);
});

test('every word with which a desk can be refused is explained', () => {
  const Refused = z.object({ properties: z.object({ because: z.object({ enum: z.array(z.string()) }) }) });
  const Reply = z.object({ anyOf: z.array(z.unknown()) });
  const words = Object.values(asks).flatMap(({ replies }) =>
    Reply.parse(z.toJSONSchema(replies)).anyOf.flatMap(
      (option) => Refused.safeParse(option).data?.properties.because.enum ?? [],
    ),
  );
  const all = [...new Set([...words, ...Hindrance.unwrap().options, ...ConnectRefusal.shape.because.unwrap().options])];
  expect([all.length > 15, missingFrom(doc('errors.md'), all)]).toEqual([true, []]);
});

test('every kind of alarm is explained', () => {
  const kinds = AlarmCause.options.flatMap((option) => [...option.unwrap().shape.kind.values]);
  expect([kinds.length > 25, missingFrom(doc('http.md'), kinds)]).toEqual([true, []]);
});

test('every reason for which a picture is not shown is explained', () => {
  expect(missingFrom(doc('errors.md'), PictureFailure.options)).toEqual([]);
});

test('every reason for which a call ends is explained', () => {
  expect(missingFrom(doc('errors.md'), EndReason.unwrap().options)).toEqual([]);
});

test('every question a desk may ask is documented', () => {
  const text = doc('http.md');
  expect(Object.keys(asks).filter((name) => !text.includes(`\`${name} {`))).toEqual([]);
});

test('every stage that a desk can prove is documented', () => {
  expect(missingFrom(doc('http.md'), ReceiptStage.options)).toEqual([]);
});

test('every metric of ours is documented', async () => {
  const { registry } = makeMetrics();
  registerGauges(registry, { seats: () => 0, rings: () => 0, alarms: () => [], panels: () => [] });
  const names = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const text = doc('http.md');
  expect(names.filter((name) => name.startsWith('vestibule_') && !text.includes(`\`${name}`))).toEqual([]);
});

test('every fault that is made on purpose has its line, and every line its figures', () => {
  const text = doc('reliability.md');
  expect(scenarios.filter(({ name }) => !text.includes(`| ${name} |`)).map(({ name }) => name)).toEqual([]);
  expect(text).not.toMatch(/\bFIG\b/);
});

test('every story has its line and a test that is named in it', () => {
  const text = doc('reliability.md');
  for (let story = 1; story <= 15; story++) {
    const line = new RegExp(`^\\| story ${story}: .*\``, 'm').exec(text)?.[0] ?? '';
    const [file = ''] = /test\/[\w/]+\.test\.ts/.exec(text.slice(text.indexOf(line) + line.length - 1)) ?? [];
    expect(line, `story ${story}`).not.toBe('');
    expect(existsSync(join(import.meta.dirname, '../../..', file)), file).toBe(true);
  }
});

test('every test that a document names is there', () => {
  const root = join(import.meta.dirname, '../../..');
  const named = ['reliability.md', 'security.md', 'desktop-checklist.md'].flatMap((name) =>
    [...doc(name).matchAll(/`(test\/[\w/]+\.test\.ts)`/g)].map(([, file = '']) => `${name}: ${file}`),
  );
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((line) => !existsSync(join(root, line.replace(/^.*: /, ''))))).toEqual([]);
});
