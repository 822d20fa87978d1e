import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { type CheckFacts, checkList } from '../../../server/install/checkList.ts';
import type { LinkedAccount } from '../../../server/ring/linked.ts';

const site = SiteId.parse('harbor-house');
const anAccount = (changes: Partial<LinkedAccount>): LinkedAccount => ({
  account: 'a1',
  role: 'called',
  label: 'Front desk',
  state: 'linked',
  canSpeak: true,
  tenants: [],
  userIds: [],
  ...changes,
});
const complete: CheckFacts = {
  site,
  publicUrl: 'https://relay.example',
  simulated: false,
  certificate: { kind: 'valid', daysLeft: 60 },
  health: { kind: 'relay' },
  page: { kind: 'works' },
  accounts: [anAccount({}), anAccount({ account: 'a2', role: 'administrator', label: 'Manager' })],
  hasEnvironmentToken: false,
  registration: { kind: 'registered', bindings: ['call:create', 'access_log:create'] },
  panels: [{ name: 'Front entrance', doorProven: true }],
  residentsRing: false,
  unreadLists: [],
  pictures: { kind: 'come' },
  desks: { connected: 1, able: 1, enrolled: 1 },
};
const stateOf = (step: string, changes: Partial<CheckFacts>) =>
  checkList({ ...complete, ...changes }).find((line) => line.step === step);

test('a building where all is done has seven lines that are done, in the order of an installation', () => {
  expect(checkList(complete).map(({ step, state }) => `${step} ${state}`)).toEqual([
    'public-address done',
    'administrator-account done',
    'called-account done',
    'registration done',
    'panels-and-doors done',
    'pictures done',
    'desk done',
  ]);
});

test.each<[string, Partial<CheckFacts>, string, RegExp]>([
  ['public-address', { publicUrl: null }, 'next', /Set VESTIBULE_PUBLIC_URL/],
  ['public-address', { publicUrl: 'http://relay.example' }, 'next', /no TLS/],
  ['public-address', { certificate: { kind: 'failed', because: 'its certificate has expired' } }, 'next', /expired/],
  [
    'public-address',
    { certificate: { kind: 'unreachable', because: 'nothing answers there' }, health: null },
    'doubt',
    /could not be reached from here: nothing answers there/,
  ],
  [
    'public-address',
    { health: { kind: 'another', because: 'it answers 502' } },
    'next',
    /Something else than a relay answers at https:..relay.example.healthz: it answers 502/,
  ],
  ['public-address', { certificate: { kind: 'valid', daysLeft: 13 } }, 'doubt', /13 days/],
  [
    'public-address',
    { page: { kind: 'broken', because: 'its script /a.js answers 404' }, certificate: { kind: 'valid', daysLeft: 13 } },
    'next',
    /The desk's page does not work at https:..relay.example.desk: its script .a.js answers 404\. Let the proxy pass/,
  ],
  ['public-address', { page: { kind: 'unsure', because: 'it answers 403' } }, 'doubt', /is not sure: it answers 403\./],
  [
    'public-address',
    { publicUrl: 'http://127.0.0.1:9/calls', simulated: true, page: { kind: 'broken', because: 'x' } },
    'next',
    /does not work at http:..127.0.0.1:9.calls.desk: x/,
  ],
  ['public-address', { publicUrl: null, simulated: true }, 'done', /simulator/],
  ['administrator-account', { accounts: [] }, 'next', /connect --site harbor-house --role administrator/],
  ['called-account', { accounts: [] }, 'next', /connect --site harbor-house --role called/],
  [
    'called-account',
    { accounts: [], hasEnvironmentToken: true, residentsRing: true },
    'doubt',
    /Residents' calls ring here too/,
  ],
  [
    'called-account',
    { accounts: [], residentsRing: true },
    'next',
    /connect --site harbor-house --role called\. Residents' calls ring here too\.$/,
  ],
  ['called-account', { accounts: [anAccount({ state: 'refused' })] }, 'next', /refuses Front desk. Link it again/],
  ['called-account', { accounts: [anAccount({ state: 'uncertain' })] }, 'doubt', /cut short/],
  ['called-account', { accounts: [anAccount({ state: 'turned-away' })] }, 'next', /refuses/],
  ['registration', { registration: { kind: 'none' } }, 'next', /integration create/],
  ['registration', { registration: { kind: 'gone' } }, 'next', /no longer has/],
  [
    'registration',
    { registration: { kind: 'registered', bindings: ['access_log:create'] } },
    'next',
    /does not bring calls/,
  ],
  ['registration', { registration: { kind: 'by-hand', hooks: 2 } }, 'doubt', /2 hooks were made by hand/],
  [
    'registration',
    { registration: { kind: 'unknown', because: 'ButterflyMX did not answer' } },
    'doubt',
    /did not answer/,
  ],
  [
    'vendor-lists',
    {
      unreadLists: [
        { site, list: 'calls', unread: 3 },
        { site, list: 'devices', unread: 1 },
      ],
    },
    'doubt',
    /could not be read: 3 of its calls, 1 of its devices\./,
  ],
  ['panels-and-doors', { panels: [] }, 'doubt', /No panel has called yet/],
  [
    'panels-and-doors',
    { panels: [{ name: 'Garage', doorProven: false }] },
    'doubt',
    /Garage: .* absent until it is proven/,
  ],
  ['pictures', { pictures: { kind: 'none-asked' } }, 'done', /No visitor's picture was asked for/],
  [
    'pictures',
    {
      pictures: {
        kind: 'failed',
        calls: 1,
        because: 'host-refused',
        beside: 'https://other.example',
      },
    },
    'doubt',
    /^The picture of the last call was not shown: .*https:..other\.example.*add it to VESTIBULE_SNAPSHOT_ORIGINS/,
  ],
  [
    'pictures',
    { pictures: { kind: 'failed', calls: 5, because: 'refused', beside: 'HTTP 403' } },
    'doubt',
    /^The pictures of the last 5 calls were not shown: its host refuses it \(HTTP 403\)/,
  ],
  ['desk', { desks: { connected: 1, able: 0, enrolled: 1 } }, 'next', /Start shift/],
  ['desk', { desks: { connected: 0, able: 0, enrolled: 2 } }, 'next', /No desk is connected/],
  ['desk', { desks: { connected: 0, able: 0, enrolled: 0 } }, 'next', /desk invite/],
])('%s says what to do: %o', (step, changes, state, words) => {
  const line = stateOf(step, changes);
  expect([line?.state, line?.text]).toEqual([state, expect.stringMatching(words)]);
});
