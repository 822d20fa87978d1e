import { app, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import { cardFrame, pageOrigin, pagePaths } from '../../protocol/bridge.ts';
import { isOurOrigin } from '../settings/policy.ts';
import { cardOptions } from './windowOptions.ts';

export type GuardParts = {
  readonly isDesk: (contents: WebContents | null) => boolean;
  readonly report: (what: string) => void;
};

/** What may be opened: the ring card, by the desk's own page, once. */
export function mayOpen(
  asked: { readonly url: string; readonly frameName: string },
  isDesk: boolean,
): { action: 'deny' } | { action: 'allow'; overrideBrowserWindowOptions: BrowserWindowConstructorOptions } {
  const isCard = isDesk && asked.frameName === cardFrame && asked.url === `${pageOrigin}${pagePaths.card}`;
  return isCard ? { action: 'allow', overrideBrowserWindowOptions: cardOptions() } : { action: 'deny' };
}

/** Every page of this program stays where it is: no other address, no other window, no embedded one. */
export function guardContents({ isDesk, report }: GuardParts): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Electron.Event, address: string) => {
      if (isOurOrigin(address)) return;
      event.preventDefault();
      report('navigation-refused');
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-frame-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      report('webview-refused');
    });
    contents.setWindowOpenHandler((asked) => {
      const answer = mayOpen(asked, isDesk(contents));
      if (answer.action === 'deny') report('window-refused');
      return answer;
    });
  });
}
