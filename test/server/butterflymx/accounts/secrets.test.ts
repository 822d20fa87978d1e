import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountKeys } from '../../../../server/accountKeys.ts';
import { sealWith } from '../../../../server/seal.ts';
import { anAccountServer } from '../../../harness/anAccountServer.ts';
import { aFolder } from '../../aFolder.ts';
import { demo, someAccounts } from './someAccounts.ts';

const aKey = () => randomBytes(32).toString('base64');
const sealOf = (...given: readonly string[]) => sealWith(accountKeys({ given, file: join(aFolder(), 'none') }));
const closed = (seal: ReturnType<typeof sealOf>, text: string, about: string) => {
  const blob = seal.close(text, about);
  if (!blob.ok) throw new Error(blob.error);
  return blob.value;
};

describe('what is sealed', () => {
  it('opens with its key, for what it belongs to, and not for anything else', () => {
    const seal = sealOf(aKey());
    const blob = closed(seal, 'a secret', 'account one');
    expect([seal.open(blob, 'account one'), seal.open(blob, 'account two').ok]).toEqual([
      { ok: true, value: 'a secret' },
      false,
    ]);
  });

  it('does not open once a bit of it is another', () => {
    const seal = sealOf(aKey());
    const blob = closed(seal, 'a secret', 'account one');
    const opened = [...blob.keys()].map((place) => {
      const changed = blob.map((byte, at) => (at === place ? byte ^ 1 : byte));
      return seal.open(changed, 'account one').ok;
    });
    expect(new Set(opened)).toEqual(new Set([false]));
  });

  it('opens with a key that is no longer the first, which tells that it is to be sealed anew', () => {
    const [older, newer] = [aKey(), aKey()];
    const blob = closed(sealOf(older), 'a secret', 'account one');
    const seal = sealOf(newer, older);
    expect([seal.open(blob, 'account one').ok, seal.isNewest(blob)]).toEqual([true, false]);
  });
});

describe('the tokens of a linked account', () => {
  it('are nowhere in the journal, as they are or in base64', async () => {
    await using server = await anAccountServer();
    const { link, ask, journal } = await someAccounts(server);
    await link();
    server.expireTokens();
    await ask();
    const files = ['', '-wal']
      .map((end) => join(journal.folder, `journal.db${end}`))
      .filter((file) => existsSync(file));
    const bytes = files.map((file) => readFileSync(file).toString('latin1')).join('');
    const found = server
      .given()
      .flatMap((token) => [token, Buffer.from(token).toString('base64').slice(0, 32)])
      .filter((token) => bytes.includes(token));
    expect([files.length, server.given().length, bytes.includes('a-client'), found]).toEqual([2, 4, true, []]);
  });

  it('are sealed by a key of their own file, which only its owner can read', async () => {
    await using server = await anAccountServer();
    const { link, journal } = await someAccounts(server);
    const file = join(journal.folder, 'account.key');
    const before = existsSync(file);
    await link();
    expect([before, (statSync(file).mode & 0o777).toString(8)]).toEqual([false, '600']);
  });

  it('are out of reach without their key: the account counts as refused and says why', async () => {
    await using server = await anAccountServer();
    const { link, journal } = await someAccounts(server);
    await link();
    rmSync(join(journal.folder, 'account.key'));
    const { all, ask } = await someAccounts(server, { journal });
    const answer = await ask();
    expect([all.linked.ofSite(demo)[0]?.state, all.held()[0]?.trouble, answer.ok ? null : answer.error.kind]).toEqual([
      'refused',
      'The key that sealed it is missing. Put the key file back (VESTIBULE_KEY_FILE).',
      'refused',
    ]);
  });

  it('come under the first key at the next start of a relay', async () => {
    await using server = await anAccountServer();
    const [older, newer] = [aKey(), aKey()];
    const { link, journal } = await someAccounts(server, { keys: [older] });
    await link();
    const { all } = await someAccounts(server, { journal, keys: [newer, older] });
    const before = all.held()[0]?.row.sealed;
    const sealedAnew = new Promise<void>((resolve) => {
      all.linked.onChange(() => {
        if (all.held()[0]?.row.sealed !== before) resolve();
      });
    });
    all.keepFresh();
    await sealedAnew;
    expect((await someAccounts(server, { journal, keys: [newer] })).all.held()[0]?.trouble).toBeNull();
  });
});
