/** What the operators' API is stands in the contract alone: no command and no route writes a path of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OperatorRequest, pathOf } from '../../../protocol/operator/request.ts';
import { operator } from '../../../protocol/operator.ts';

const root = join(import.meta.dirname, '../../..');
const requests: readonly (readonly [string, OperatorRequest])[] = Object.entries(operator);

/** The words of all paths, such as `panels` and `rotation`. */
const words = new Set(requests.flatMap(([, { path }]) => path.split('/').filter((word) => /^[a-z]/.test(word))));
const ofApi = new RegExp(`/(?:api|${[...words].join('|')})(?![\\w-])`);

/** Texts in the code of a file that look like a path of the API; imports and comments are none. */
function pathsIn(code: string): readonly string[] {
  const said = code.replace(/^(?:import|\} from) .*$|^\s*(?:\/\*\*|\*) .*$/gm, '');
  return [...said.matchAll(/'[^'\n]*'|`[^`]*`/g)].map(([text]) => text).filter((text) => ofApi.test(text));
}

describe('the contract', () => {
  it.each(requests)('%s names in its path what it must be given', (_name, { path, params }) => {
    expect([...path.matchAll(/:(\w+)/g)].map(([, name]) => name)).toEqual(Object.keys(params?.shape ?? {}));
  });

  it('has each method and path once', () => {
    const all = requests.map(([, { method, path }]) => `${method} ${path}`);
    expect(all.length).toBeGreaterThan(40);
    expect(all.toSorted()).toEqual([...new Set(all)].toSorted());
  });
});

describe('a path', () => {
  it('is filled with what was given, which cannot leave its place', () => {
    const params = { site: 'demo', panel: '../settings?a=b' };
    expect(pathOf(operator.forgetPanel, { params })).toBe('/api/sites/demo/panels/..%2Fsettings%3Fa%3Db');
  });

  it.each(['.', '..'])('has no name %s in it, which would be another place', (panel) => {
    expect(() => pathOf(operator.forgetPanel, { params: { site: 'demo', panel } })).toThrow('no name of anything');
  });

  it('has the query that was given, and none of what was not', () => {
    expect(pathOf(operator.listCalls, { query: { site: 'demo', since: undefined, limit: 5 } })).toBe(
      '/api/calls?site=demo&limit=5',
    );
  });
});

/** Paths of others with the same words: the address of a hook, as the vendor is told it, and the simulator's calls. */
const ofOthers = /(?:\/hooks\/\$\{key\}|\/simulator\/calls)`$/;

it.each(['server/console', 'server/cli'])('no path of the API is written in %s', (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(15);
  const found = files.flatMap((name) => pathsIn(readFileSync(join(root, folder, name), 'utf8')));
  expect(found.filter((text) => !ofOthers.test(text))).toEqual([]);
});

it('a path that is written is seen', () => {
  const code = ["import '../panels/names.ts';", '/** `/api/alarms` */', "ask(`at/panels`, '/api/x', '/readyz');"];
  expect(pathsIn(code.join('\n'))).toEqual(['`at/panels`', "'/api/x'"]);
});
