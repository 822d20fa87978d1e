import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { CallId, EpochMs, SiteId } from '../../../../protocol/call.ts';
import { makeDirectory } from '../../../../server/desks/directory.ts';
import { timelineOf } from '../../../../server/ring/timeline.ts';
import { openCopies } from '../../../../server/store/copies/copies.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { type SomeStores, storesIn } from '../../../harness/stores.ts';
import { aFolder } from '../../aFolder.ts';

const fixture = join(import.meta.dirname, '../../../fixtures/journalBeforeKysely');
/** A moment after its last call, on a machine that started anew. */
const clock = manualClock(1_796_097_730_000);
const demo = SiteId.parse('demo');
const hookKeys = {
  demo: 'XdwBUIsimVlGbuPPaY8Z4mnrQO6ls0rMJcU4yCwBW80',
  mill: 'JE0Lb8SU-UOAaykBPwN5wkqXIHVkbVLCpL7xVsELKyc',
  revoked: 'qAOHu_PO5al6GTEh8oPMmG-ETefrfWblJVnPwuHMAHs',
};
const deskTokens = {
  front: 'desk_760898f6c78c.4nKtCde4O5k2Nyxa53JbM3PWdKMPOcE-CJioYuhH_VI',
  revoked: 'desk_004a74558caf.yNG5NVubfdnqHxT2GUkYF9XDyCOtUvK3NWjB1oBjLos',
};

let opened: SomeStores;
beforeEach(async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'journal.db'), gunzipSync(readFileSync(join(fixture, 'journal.db.gz'))));
  copyFileSync(join(fixture, 'directory.json'), join(folder, 'directory.json'));
  opened = await storesIn(folder, clock);
});

test('it is opened as it is: nothing is set aside, and nothing needs to be mended', async () => {
  const copies = await openCopies(opened, { dataDir: opened.folder, clock: null, reportCopy: () => () => {} });
  expect([opened.asideName, await copies.mend(), opened.damaged]).toEqual([null, 0, []]);
});

test('its hooks and desks are let in, and those that were revoked are not', async () => {
  const directory = await makeDirectory(opened.stores.directory, () => clock.moment().wall);
  expect(directory.sites()).toEqual([
    { id: 'demo', name: 'Harbor House' },
    { id: 'mill-lane', name: 'mill-lane' },
  ]);
  expect(Object.values(hookKeys).map((key) => directory.hookByKey(key)?.site)).toEqual([
    'demo',
    'mill-lane',
    undefined,
  ]);
  expect(Object.values(deskTokens).map((token) => directory.deskByToken(token)?.sites)).toEqual([
    ['demo', 'mill-lane'],
    undefined,
  ]);
  expect(directory.invites().map(({ name }) => name)).toEqual(['Lobby']);
});

test('its live rings are taken up, with the time that they had left', async () => {
  const live = await opened.stores.journal.live();
  expect(live.map(({ site, call, ring }) => [site, call, ring.phase])).toEqual([
    ['mill-lane', 'still-ringing-1', 'ringing'],
    ['demo', 'still-ringing-2', 'ringing'],
  ]);
  const { wall, mono } = clock.moment();
  expect(live.map(({ ring }) => ring.call.receivedAt - wall)).toEqual(
    live.map(({ ring }) => expect.closeTo(ring.startedMono - mono, -2)),
  );
});

test('its calls are listed, with their facts and their deliveries', async () => {
  const { archive } = opened.stores;
  expect((await archive.calls({ limit: 10 })).map(({ id, phase, reason }) => [id, phase, reason])).toEqual([
    ['still-ringing-2', 'ringing', null],
    ['still-ringing-1', 'ringing', null],
    ['ended-by-visitor-1', 'ended', 'visitor-left'],
    ['7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11', 'ended', 'visitor-left'],
  ]);
  const history = await archive.timeline(CallId.parse('ended-by-visitor-1'));
  const timeline = history && timelineOf(history);
  expect(timeline?.facts.map(({ what, detail }) => [what, detail])).toEqual([
    ['authenticated', 'by the key of hook ca0f461be2c1'],
    ['stored', 'delivered 2 times'],
    ['received', null],
    ['routed', '0 desks'],
    ['left-out', 'not connected'],
    ['vendor-status', 'canceled'],
    ['ended', 'visitor-left'],
    ['sent', '0 seats'],
    ['unheard', 'no desk sounded within 3 s; sent again'],
    ['unheard', 'no desk sounded within 6 s; alarm'],
  ]);
  expect((await archive.missed(demo)).count).toBe(2);
});

test('its deliveries are known: a repeat of one is a duplicate, and the young ones are all there', async () => {
  const { journal } = opened.stores;
  expect((await journal.young(300_000)).map(({ site }) => site)).toEqual(['demo', 'demo', 'demo', 'mill-lane', 'demo']);
  const repeated = await journal.append({
    site: demo,
    hook: 'ca0f461be2c1',
    dedupe: 'call guid:still-ringing-2',
    kind: 'call',
    aliases: ['guid:still-ringing-2'],
    raw: new Uint8Array(),
    received: clock.moment(),
  });
  expect(repeated).toMatchObject({ novelty: 'duplicate', knownAs: ['still-ringing-2'] });
});

test('its doors, panels, settings and door log are there, and its calls know their panels by number', async () => {
  const { doors, panels, accessLog, settings } = opened.stores;
  expect((await doors.load()).map(({ name, accessPoint }) => [name, accessPoint])).toEqual([
    ['Front entrance', 33_018],
    ['Garage', 33_019],
  ]);
  expect((await panels.load()).map(({ name, number, calls }) => [name, number, calls])).toEqual([
    ['North Lobby', 40_218, 3],
    ['Mill gate', 40_219, 1],
  ]);
  expect(await accessLog.lines(demo, 0, 10)).toMatchObject([{ entry: 410_077_301, door: 'Front entrance' }]);
  expect((await settings.load()).map(({ site }) => site)).toEqual(['demo']);
  const from = EpochMs.parse(1_796_097_717_000);
  const until = EpochMs.parse(1_796_097_730_000);
  expect(await accessLog.callAt(demo, [40_218], from, until)).toBe('still-ringing-2');
});

test('it is opened a second time without a change', async () => {
  const { asideName, stores } = await opened.again();
  expect([asideName, (await stores.journal.live()).length]).toEqual([null, 2]);
});
