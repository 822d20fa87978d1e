/** The desktop host: the one place where its parts are joined. What happens before `ready` cannot be done after it. */
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { startDesktop } from './desktop.ts';
import { openLog } from './health/log.ts';
import { policyFile, readPolicy } from './settings/settings.ts';
import { readWindowsPolicy } from './settings/windowsPolicy.ts';
import { deepLinkAmong, readDeepLink } from './system/deepLink.ts';
import { hiddenWord } from './system/login.ts';

app.enableSandbox();
app.setName('Vestibule');
/** Windows shows notifications and groups windows only for a program that says which one it is. */
app.setAppUserModelId('com.vestibule.desk');
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

const calmStartSeconds = 10;

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const userData = app.getPath('userData');
  const report = openLog(join(userData, 'logs', 'desktop.log'));
  const { policy, trouble } =
    process.platform === 'win32' ? readWindowsPolicy() : readPolicy(policyFile(process.platform));
  if (trouble !== null) report('policy-unreadable', trouble);
  if (app.isPackaged) app.setAsDefaultProtocolClient('vestibule');
  process.on('uncaughtException', (error) => {
    report('main-failed', error.stack ?? error.message);
    /** One that fails at its very start would fail again, for ever. */
    if (process.uptime() > calmStartSeconds) app.relaunch();
    app.exit(1);
  });
  process.on('unhandledRejection', (reason) => report('promise-failed', String(reason)));

  const early: string[] = [];
  let open: ((address: string) => void) | null = null;
  app.on('open-url', (event, address) => {
    event.preventDefault();
    if (open === null) early.push(address);
    else open(address);
  });
  app
    .whenReady()
    .then(async () => {
      const desktop = await startDesktop({
        userData,
        out: join(import.meta.dirname, '..'),
        policy,
        report,
        hidden: process.argv.includes(hiddenWord),
        now: () => performance.now(),
      });
      open = (address) => {
        const opened = readDeepLink(address);
        desktop.show();
        if (opened !== null) desktop.open(opened);
      };
      for (const address of early) open(address);
      const first = deepLinkAmong(process.argv);
      if (first !== null) desktop.open(first);
      /** A second start's words come from anybody: at most they show the window, or a screen of it. */
      app.on('second-instance', (_event, words) => {
        desktop.show();
        const opened = deepLinkAmong(words);
        if (opened !== null) desktop.open(opened);
      });
      app.on('activate', () => desktop.show());
    })
    .catch((error: unknown) => {
      report('not-started', String(error));
      dialog.showErrorBox(
        'Vestibule cannot start',
        'Its log says why. Start it again; if that does not help, install it anew.',
      );
      app.exit(1);
    });
  /** The desk rings from the tray when every window is closed. */
  app.on('window-all-closed', () => {});
}
