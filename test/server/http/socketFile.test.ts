import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeSocket, socketPath } from '../../../server/http/socketFile.ts';
import { mustBeOurSocket } from '../../../server/http/socketTrust.ts';
import { aFolder } from '../aFolder.ts';

const open: Server[] = [];
const runtime = process.env.XDG_RUNTIME_DIR;
afterEach(() => {
  for (const server of open.splice(0)) server.close();
  if (runtime === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = runtime;
});
function aDeepFolder(): string {
  const folder = join(aFolder(), 'long-name-'.repeat(10));
  mkdirSync(folder);
  return folder;
}
async function aSocket(mode = 0o600): Promise<string> {
  const path = join(aFolder(), 'relay.sock');
  const server = createServer();
  open.push(server);
  await once(server.listen(path), 'listening');
  chmodSync(path, mode);
  return path;
}

describe('the place of the socket file', () => {
  it('is beside the journal', () => {
    const folder = aFolder();
    expect([placeSocket(folder), socketPath(folder)]).toEqual([join(folder, 'relay.sock'), join(folder, 'relay.sock')]);
  });

  it('is the same for commands as for the relay, and at the next start, where the data folder is too deep', () => {
    const folder = aDeepFolder();
    const place = placeSocket(folder);
    expect([socketPath(folder), placeSocket(folder)]).toEqual([place, place]);
  });

  it('is in a folder of its own below the one that the system keeps for this user', () => {
    process.env.XDG_RUNTIME_DIR = aFolder();
    expect(dirname(dirname(placeSocket(aDeepFolder())))).toBe(process.env.XDG_RUNTIME_DIR);
  });

  it('is not in a folder that the system keeps for all', () => {
    process.env.XDG_RUNTIME_DIR = aFolder();
    chmodSync(process.env.XDG_RUNTIME_DIR, 0o777);
    expect(dirname(dirname(placeSocket(aDeepFolder())))).toBe(tmpdir());
  });

  it('is another one when somebody else can enter the folder that it had', () => {
    const folder = aDeepFolder();
    const before = placeSocket(folder);
    chmodSync(dirname(before), 0o755);
    expect(dirname(placeSocket(folder))).not.toBe(dirname(before));
  });
});

describe('a socket file', () => {
  it('is trusted when it is ours alone, and where there is none nothing is said', async () => {
    const path = await aSocket();
    expect(() => mustBeOurSocket(path)).not.toThrow();
    expect(() => mustBeOurSocket(join(aFolder(), 'relay.sock'))).not.toThrow();
  });

  it.each([0o666, 0o660, 0o604])('is not, when others may open it: %o', async (mode) => {
    const path = await aSocket(mode);
    expect(() => mustBeOurSocket(path)).toThrow('others may open it');
  });

  it('is not, when it is a link to one, or no socket at all', async () => {
    const link = join(aFolder(), 'relay.sock');
    symlinkSync(await aSocket(), link);
    const file = join(aFolder(), 'relay.sock');
    writeFileSync(file, '', { mode: 0o600 });
    for (const path of [link, file]) expect(() => mustBeOurSocket(path)).toThrow('it is no socket');
  });

  it('is not, in a folder that others may write to, like the temporary one', async () => {
    const path = await aSocket();
    chmodSync(dirname(path), 0o1777);
    expect(() => mustBeOurSocket(path)).toThrow('others may write in its folder');
  });

  it.skipIf(process.getuid?.() !== 0)('is not, when it or its folder is another user’s', async () => {
    const [socket, within] = [await aSocket(), await aSocket()];
    chownSync(socket, 65_534, 65_534);
    chownSync(dirname(within), 65_534, 65_534);
    expect(() => mustBeOurSocket(socket)).toThrow('it belongs to user 65534');
    expect(() => mustBeOurSocket(within)).toThrow('its folder is not yours');
  });
});
