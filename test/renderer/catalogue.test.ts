import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LoginState, RelayTest, TokenStore } from '../../protocol/bridge.ts';
import { EndReason } from '../../protocol/call.ts';
import { Hindrance } from '../../protocol/ring.ts';
import { shortcuts } from '../../renderer/desk/help/shortcuts.ts';
import en from '../../renderer/i18n/en.json' with { type: 'json' };

const renderer = join(import.meta.dirname, '../../renderer');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(renderer, name), 'utf8'))
  .join('\n');

const keysOf = (part: object, before = ''): readonly string[] =>
  Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${before}${name}`] : keysOf(value, `${before}${name}.`),
  );
const catalogue = new Set(keysOf(en).map((key) => key.replace(/_(one|other)$/, '')));

/** Families of the desktop program, each by a word of the bridge. */
const programFamilies = ['program.login.', 'program.tokenStore.', 'program.failed.', 'program.said.'];

/** Every key that the code names in full: as an argument, or as a word of a choice between two. */
const named = [
  ...sources.matchAll(
    /'((?:app|rail|enrol|shift|idle|ago|ring|photo|cannot|door|talk|setback|outcome|history|undrawn|alarms|banner|settings|keys|say|program|demo)\.[A-Za-z.-]+)'/g,
  ),
].map(([, key]) => key ?? '');

test('every sentence that the page names is in the catalogue', () => {
  expect([...new Set(named)].filter((key) => !catalogue.has(key))).toEqual([]);
});

test('every ending and every hindrance has its words', () => {
  const needed = [
    ...EndReason.unwrap().options.flatMap((reason) => [`outcome.${reason}`, `say.ended.${reason}`]),
    ...Hindrance.unwrap().options.map((word) => `cannot.${word}`),
    ...shortcuts.map(({ says }) => says),
    ...LoginState.options.map((state) => `program.login.${state}`),
    ...TokenStore.options.map((store) => `program.tokenStore.${store}`),
    ...RelayTest.options[1].shape.because.options.map((cause) => `program.failed.${cause}`),
  ];
  expect(needed.filter((key) => !catalogue.has(key))).toEqual([]);
});

test('the catalogue holds no sentence that nothing says', () => {
  const families = [
    'outcome.',
    'say.ended.',
    'cannot.',
    'door.because.',
    'setback.',
    'rail.',
    'keys.',
    'demo.direction.',
    ...programFamilies,
  ];
  const unsaid = [...catalogue].filter(
    (key) => !named.includes(key) && !families.some((family) => key.startsWith(family)),
  );
  expect(unsaid).toEqual([]);
});
