/** The desktop's pure rules: addresses, powers, paths, places, links, words. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHeart, patience } from '../../electron/health/heart.ts';
import { redact } from '../../electron/health/redact.ts';
import { contentSecurityPolicy, isOurOrigin, mayUse } from '../../electron/settings/policy.ts';
import { explain, meansRelay, tryRelay } from '../../electron/settings/tryRelay.ts';
import { deepLinkAmong, readDeepLink } from '../../electron/system/deepLink.ts';
import { trayIcon, trayWords } from '../../electron/system/tray.ts';
import { gateUpdates } from '../../electron/system/updates.ts';
import { answerPages, fileFor } from '../../electron/window/pages.ts';
import { placeCard, placeDesk } from '../../electron/window/placement.ts';
import { RelayAddress } from '../../protocol/bridge.ts';
import { readInvitation } from '../../renderer/link/enrol.ts';

describe('the page’s files', () => {
  it.each([
    ['app://vestibule/desk/', '/app/desk/index.html'],
    ['app://vestibule/desk/ring/index.html', '/app/ring/index.html'],
    ['app://vestibule/desk/assets/index-8Q0t9yks.js', '/app/assets/index-8Q0t9yks.js'],
    ['app://vestibule/desk/assets/a.js?x=1#y', '/app/assets/a.js'],
  ])('%s is %s', (address, file) => expect(fileFor(address, '/app')).toBe(file));

  it.each([
    'app://vestibule/desk/../package.json',
    'app://vestibule/desk/%2e%2e/package.json',
    'app://vestibule/desk/..%2fpackage.json',
    'app://vestibule/desk/..%5cpackage.json',
    'app://vestibule/desk/..\\package.json',
    'app://vestibule/desk/assets/a.js%00.html',
    'app://vestibule/desk/assets/a.js::$DATA',
    'app://vestibule/desk/.git/config.json',
    'app://vestibule/desk//etc/hosts.html',
    'app://vestibule/main/main.cjs',
    'app://vestibule/desk/main.cjs',
    'app://vestibule/',
    'app://vestibule:8080/desk/',
    'app://someone@vestibule/desk/',
    'app://elsewhere/desk/',
    'app://vestibule.elsewhere/desk/',
    'file:///etc/passwd',
    'https://vestibule/desk/',
    'not an address',
  ])('%s is nothing', (address) => expect(fileFor(address, '/app')).toBeNull());

  it('come with the policy, whatever is asked for; only GET is answered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-pages-'));
    writeFileSync(join(folder, 'a.js'), 'let a');
    const answer = answerPages(folder, () => 'https://desk.example.com');
    const found = await answer(new Request('app://vestibule/desk/a.js'));
    expect([found.status, await found.text(), found.headers.get('content-type')]).toEqual([
      200,
      'let a',
      'text/javascript; charset=utf-8',
    ]);
    const missing = await answer(new Request('app://vestibule/desk/b.js'));
    const posted = await answer(new Request('app://vestibule/desk/a.js', { method: 'POST' }));
    expect([missing.status, posted.status]).toEqual([404, 404]);
    for (const { headers } of [found, missing, posted]) {
      expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy('https://desk.example.com'));
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    rmSync(folder, { recursive: true });
  });
});

describe('the policy', () => {
  const connect = (relay: string | null) =>
    contentSecurityPolicy(relay)
      .split('; ')
      .find((rule) => rule.startsWith('connect-src'));
  it('names the configured relay and nobody else', () => {
    expect(connect('https://desk.example.com')).toBe(
      "connect-src 'self' wss://global.vss.twilio.com https://desk.example.com wss://desk.example.com",
    );
    expect(connect(null)).toBe("connect-src 'self' wss://global.vss.twilio.com");
  });
  it('names a relay below a path with all that is below it, and nothing beside it', () => {
    expect(connect('https://example.com/calls')).toBe(
      "connect-src 'self' wss://global.vss.twilio.com https://example.com/calls/ wss://example.com/calls/",
    );
    expect(contentSecurityPolicy('https://example.com/a;b,c').split(/[;,] ?/)).toHaveLength(
      contentSecurityPolicy('https://example.com/a').split(/[;,] ?/).length,
    );
  });
  it('lets a relay on this machine show the simulator’s rooms', () => {
    expect(connect('http://127.0.0.1:4100')).toContain('ws://127.0.0.1:4100 ws://127.0.0.1:*');
  });
  it('starts from nothing, and wants trusted types', () => {
    const policy = contentSecurityPolicy(null);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe-|\*(?!;)(?! )/);
  });
});

describe('the powers of a page', () => {
  const desk = { origin: 'app://vestibule', isDesk: true };
  it('are those that a desk needs', () => {
    for (const power of ['media', 'notifications', 'speaker-selection', 'local-network-access'])
      expect(mayUse(power, desk, [])).toBe(true);
    expect(mayUse('media', desk, ['audio'])).toBe(true);
  });
  it.each([[['video']], [['audio', 'video']], [['audio', 'a medium of tomorrow']]])(
    'never include the camera: %j',
    (types) => {
      expect(mayUse('media', desk, types)).toBe(false);
    },
  );
  it.each([
    'geolocation',
    'geolocation-approximate',
    'hid',
    'usb',
    'serial',
    'midi',
    'midiSysex',
    'clipboard-read',
    'fileSystem',
    'display-capture',
    'idle-detection',
    'openExternal',
    'pointerLock',
    'fullscreen',
    'persistent-storage',
    'storage-access',
    'unknown',
    'a power of tomorrow',
  ])('never include %s', (power) => expect(mayUse(power, desk, [])).toBe(false));
  it('are nobody else’s', () => {
    expect(mayUse('media', { ...desk, isDesk: false }, ['audio'])).toBe(false);
    for (const origin of ['https://desk.example.com', 'app://elsewhere', 'file:///', 'null', ''])
      expect(mayUse('media', { ...desk, origin }, ['audio'])).toBe(false);
  });
});

it.each([
  ['app://vestibule', true],
  ['app://vestibule/desk/', true],
  ['app://vestibule.example.com', false],
  ['app://user@vestibule/', false],
  ['APP://vestibule/', true],
  ['https://vestibule/', false],
  ['about:blank', false],
  ['', false],
])('%s is ours: %s', (address, ours) => expect(isOurOrigin(address)).toBe(ours));

describe('a relay’s address', () => {
  it.each([
    ['https://desk.example.com', 'https://desk.example.com'],
    [' desk.example.com ', 'https://desk.example.com'],
    ['https://desk.example.com/desk#enrol=X', 'https://desk.example.com'],
    ['http://127.0.0.1:4100/', 'http://127.0.0.1:4100'],
    ['https://desk.example.com/desk/', 'https://desk.example.com'],
    ['example.com/calls', 'https://example.com/calls'],
    ['https://example.com/calls/', 'https://example.com/calls'],
    ['https://example.com/calls/desk/', 'https://example.com/calls'],
    ['https://example.com/calls/desk#enrol=X', 'https://example.com/calls'],
    ['https://example.com/desk/desk#enrol=X', 'https://example.com/desk'],
    ['https://example.com/desk', 'https://example.com/desk'],
  ])('%s is kept as %s, and is the same when it is read again', (typed, kept) =>
    expect([RelayAddress.parse(typed), RelayAddress.parse(kept)]).toEqual([kept, kept]),
  );
  it.each([
    'http://desk.example.com',
    'ftp://desk.example.com',
    'https://name:word@desk.example.com',
    'javascript:alert(1)',
    'file:///etc',
    '',
    'https://',
  ])('%s is refused', (typed) => expect(RelayAddress.safeParse(typed).success).toBe(false));
  it('comes with the operator’s link', () => {
    expect(readInvitation('https://desk.example.com/desk#enrol=AB-CD')).toEqual({
      code: 'AB-CD',
      relay: 'https://desk.example.com',
    });
    expect(readInvitation('https://example.com/calls/desk#enrol=AB-CD').relay).toBe('https://example.com/calls');
    expect(readInvitation('https://example.com/desk/desk/#enrol=AB-CD').relay).toBe('https://example.com/desk');
    expect(readInvitation(' ab-cd ')).toEqual({ code: 'ab-cd', relay: null });
  });
});

describe('a vestibule:// address', () => {
  it('opens a call or fills in a code', () => {
    expect(readDeepLink('vestibule://call/5f1d9c1e-0000-4000-8000-000000000001')).toMatchObject({ what: 'call' });
    expect(readDeepLink('vestibule://pair/R5QNS-QF3')).toEqual({ what: 'pair', code: 'R5QNS-QF3' });
  });
  it.each([
    'vestibule://answer/1',
    'vestibule://door/1',
    'vestibule://call/',
    'vestibule://call/a/b',
    'vestibule://call/a?open=1',
    'vestibule://call/a#open',
    'vestibule://call/%2e%2e',
    'vestibule://call/<script>',
    'vestibule://pair/x',
    'vestibule://pair/a b',
    'vestibule:call/1',
    'https://call/1',
    `vestibule://call/${'x'.repeat(400)}`,
    '',
  ])('%s opens nothing', (address) => expect(readDeepLink(address)).toBeNull());
  it('is looked for among a second start’s words, and the words are nothing else', () => {
    expect(deepLinkAmong(['/opt/vestibule', '--no-sandbox', 'vestibule://call/7'])).toEqual({
      what: 'call',
      callId: '7',
    });
    expect(deepLinkAmong(['vestibule://call/7'])).toBeNull();
    expect(deepLinkAmong(['/opt/vestibule', '--load-extension=x'])).toBeNull();
  });
});

describe('where windows stand', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1040 };
  const right = { x: 1920, y: 0, width: 1280, height: 984 };
  it('the desk’s where it was, or in the middle of what is left when its display is gone', () => {
    const place = { x: 2000, y: 100, width: 1000, height: 700 };
    expect(placeDesk(place, [left, right])).toEqual(place);
    expect(placeDesk(place, [left])).toEqual({ x: 320, y: 120, width: 1280, height: 800 });
    expect(placeDesk(null, [left])).toEqual({ x: 320, y: 120, width: 1280, height: 800 });
    expect(placeDesk({ ...place, x: 3100 }, [left, right])).toMatchObject({ x: 2200 });
    expect(placeDesk(null, [])).toMatchObject({ width: 1280 });
    expect(placeDesk(null, [{ x: 0, y: 0, width: 800, height: 500 }])).toEqual({ x: 0, y: 0, width: 800, height: 500 });
  });
  it('the card’s in the middle of its display, a strip’s at the top', () => {
    expect(placeCard('full', right)).toEqual({ x: 2160, y: 268, width: 800, height: 448 });
    expect(placeCard('strip', right)).toEqual({ x: 2160, y: 0, width: 800, height: 72 });
  });
});

describe('the connection test', () => {
  const alive = { status: 'alive', product: 'vestibule', protocol: { oldest: 1, newest: 1 } };
  const answers = (replies: Readonly<Record<string, Response>>) => async (address: string) =>
    replies[new URL(address).pathname] ?? new Response('', { status: 404 });
  it('is content with a relay that answers, and says whether it is ready', async () => {
    const ready = answers({ '/healthz': Response.json(alive), '/readyz': Response.json({}) });
    expect(await tryRelay(ready, 'desk.example.com', null)).toEqual({ outcome: 'works', ready: true });
    const not = answers({ '/healthz': Response.json(alive), '/readyz': new Response('', { status: 503 }) });
    expect(await tryRelay(not, 'desk.example.com', null)).toEqual({ outcome: 'works', ready: false });
  });
  it('asks below the address’s own path, and nowhere else', async () => {
    const below = answers({ '/calls/healthz': Response.json(alive), '/calls/readyz': Response.json({}) });
    expect(await tryRelay(below, 'https://example.com/calls/desk#enrol=X', 'token')).toEqual({
      outcome: 'works',
      ready: true,
    });
    expect(await tryRelay(below, 'https://example.com', null)).toMatchObject({ because: 'not-a-relay' });
  });
  it.each([
    ['https://example.com/calls', true],
    ['example.com/calls/desk/', true],
    ['https://example.com/other', false],
    ['https://example.com', false],
    ['not an address', false],
  ])('shows the token to the desk’s own relay alone, by host and path: %s: %s', (typed, isOwn) =>
    expect([meansRelay(typed, 'https://example.com/calls'), meansRelay(typed, null)]).toEqual([isOwn, false]),
  );
  it('says what to leave out of the page’s address that was typed as the relay’s', async () => {
    const root = answers({ '/healthz': Response.json(alive) });
    expect(await tryRelay(root, 'desk.example.com/desk', null)).toMatchObject({
      because: 'not-a-relay',
      detail: 'Something else answers there (status 404). Leave /desk out of the address.',
    });
  });
  it('names what is wrong', async () => {
    const because = async (fetch: Parameters<typeof tryRelay>[0], token: string | null = null) => {
      const found = await tryRelay(fetch, 'desk.example.com', token);
      return found.outcome === 'failed' ? found.because : found.outcome;
    };
    expect(await because(answers({ '/healthz': new Response('<html>') }))).toBe('not-a-relay');
    expect(await because(answers({ '/healthz': new Response('', { status: 407 }) }))).toBe('proxy');
    expect(
      await because(answers({ '/healthz': Response.json({ ...alive, protocol: { oldest: 3, newest: 4 } }) })),
    ).toBe('old-relay');
    expect(
      await because(
        answers({ '/healthz': Response.json(alive), '/snapshots/none': new Response('', { status: 401 }) }),
        'x',
      ),
    ).toBe('token');
  });
  it.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['something else', 'failed'],
  ])('reads %s as %s', (words, because) => expect(explain(new Error(words))).toMatchObject({ because }));
});

describe('a page that says nothing', () => {
  it('has stopped, sooner while something rings', () => {
    let now = 0;
    const heart = makeHeart(() => now);
    expect(heart.isStopped(99_999)).toBe(false);
    heart.beat(true);
    expect(heart.isStopped(patience.urgentMs)).toBe(false);
    expect(heart.isStopped(patience.urgentMs + 1)).toBe(true);
    now = 100_000;
    heart.beat(false);
    expect(heart.isStopped(now + patience.calmMs)).toBe(false);
    expect(heart.isStopped(now + patience.calmMs + 1)).toBe(true);
  });
  it('was asleep with the machine, when it was', () => {
    const heart = makeHeart(() => 0);
    heart.beat(true);
    heart.rest();
    expect(heart.isStopped(9_999_999)).toBe(false);
  });
});

describe('updates', () => {
  function anUpdater() {
    const heard: ((info: { version: string }) => void)[] = [];
    const done: string[] = [];
    return {
      done,
      bring: (version: string) => heard.forEach((ear) => void ear({ version })),
      updater: {
        autoDownload: false,
        autoInstallOnAppQuit: true,
        allowDowngrade: true,
        allowPrerelease: true,
        on: (_event: 'update-downloaded', ear: (info: { version: string }) => void) => heard.push(ear),
        checkForUpdates: async () => void done.push('checked'),
        quitAndInstall: () => void done.push('installed'),
      },
    };
  }
  it('are installed on a person’s word, and never while something rings or talks', () => {
    const { updater, bring, done } = anUpdater();
    let attention = { ringing: false, talking: false };
    const gate = gateUpdates(updater, {
      attention: () => attention,
      changed: () => {},
      report: () => {},
      beforeRestart: () => void done.push('ending'),
    });
    expect(updater).toMatchObject({ autoInstallOnAppQuit: false, allowDowngrade: false, allowPrerelease: false });
    expect(gate.restart()).toBe('no-update');
    bring('9.9.9');
    expect(gate.ready()).toBe('9.9.9');
    for (const busy of [
      { ringing: true, talking: false },
      { ringing: false, talking: true },
    ]) {
      attention = busy;
      expect(gate.restart()).toBe('ringing');
      gate.check();
    }
    expect(done).toEqual([]);
    attention = { ringing: false, talking: false };
    expect(gate.restart()).toBe('restarting');
    expect(done).toEqual(['ending', 'installed']);
  });
});

it('the tray says it in words and in a picture of its own', () => {
  const shown = { able: 'no', because: 'You stepped away.', missed: 2, ringing: false } as const;
  expect(trayWords(shown)).toBe('Vestibule: This desk cannot ring · You stepped away. · 2 missed');
  const icons = [
    shown,
    { ...shown, able: 'yes' },
    { ...shown, able: 'not-paired' },
    { ...shown, ringing: true },
  ] as const;
  expect(new Set(icons.map(trayIcon)).size).toBe(4);
});

it('a log line keeps no secret and no person', () => {
  const line = redact(
    'Bearer abc vestibule://pair/ABC-123 5f1d9c1e-0000-4000-8000-000000000001 someone@example.com /home/someone/x #enrol=QQ-11 0123456789abcdef0123456789abcdef0123',
  );
  for (const secret of ['abc ', 'ABC-123', '5f1d9c1e', 'someone', 'QQ-11', '0123456789abcdef'])
    expect(line).not.toContain(secret);
});

it('main never opens another program, overrides a certificate, loads a file or writes crash dumps', () => {
  const folder = join(import.meta.dirname, '../../electron');
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  for (const word of [
    'openExternal',
    'openPath',
    'setCertificateVerifyProc',
    'certificate-error',
    'crashReporter',
    'loadFile',
    'file://',
    'executeJavaScript',
    'webSecurity: false',
    'ipcMain.on(',
    'enableRemoteModule',
  ])
    expect(sources.includes(word), word).toBe(false);
});
