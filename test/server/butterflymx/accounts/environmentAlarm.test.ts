import { expect, it } from 'vitest';
import { watchEnvironment } from '../../../../server/butterflymx/accounts/environmentAlarm.ts';

it.each([
  ['stands when the settings’ account is refused', [['environment', 401]], ['vendor-refused']],
  ['stands when it may not', [['environment', 403]], ['vendor-refused']],
  [
    'goes with its next success',
    [
      ['environment', 401],
      ['environment', 200],
    ],
    [],
  ],
  [
    'stays while no answer comes',
    [
      ['environment', 401],
      ['environment', null],
    ],
    ['vendor-refused'],
  ],
  [
    'stays while the vendor has a fault of its own',
    [
      ['environment', 401],
      ['environment', 503],
    ],
    ['vendor-refused'],
  ],
  ['is none of a linked account', [['linked-1', 401]], []],
  [
    'is not ended by a linked account',
    [
      ['environment', 401],
      ['linked-1', 200],
    ],
    ['vendor-refused'],
  ],
] satisfies [string, [string, number | null][], string[]][])('the alarm %s', (_when, told, standing) => {
  const alarms = new Set<string>();
  const watch = watchEnvironment({
    raise: ({ kind }) => void alarms.add(kind),
    clear: ({ kind }) => void alarms.delete(kind),
  });
  for (const [account, status] of told) watch({ account, status });
  expect([...alarms]).toEqual(standing);
});
