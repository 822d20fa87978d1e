import { join } from 'node:path';
import { app, Menu, nativeImage, Tray } from 'electron';
import type { Attention } from '../../protocol/bridge.ts';

export type DeskTray = {
  readonly show: (attention: Pick<Attention, 'able' | 'because' | 'missed' | 'ringing'>) => void;
};

export type TrayParts = {
  /** The folder of the built icons. */
  readonly icons: string;
  readonly open: () => void;
  readonly quit: () => void;
  readonly report: (what: string) => void;
};

type Shown = Parameters<DeskTray['show']>[0];

/** One line for the tray: colour is never alone. */
export function trayWords({ able, because, missed, ringing }: Shown): string {
  const ability = { yes: 'Ready to ring', no: 'This desk cannot ring', 'not-paired': 'Not paired yet' }[able];
  const parts = [ringing ? 'A visitor is calling' : ability];
  if (able === 'no' && because !== '') parts.push(because);
  if (missed > 0) parts.push(`${missed} missed`);
  return `Vestibule: ${parts.join(' · ')}`.slice(0, 120);
}

export const trayIcon = ({ able, ringing }: Shown): string =>
  ringing ? 'tray-ringing' : { yes: 'tray-ready', no: 'tray-cannot', 'not-paired': 'tray-doubt' }[able];

/** The icon by the clock: whether this desk can ring, in colour and in words. A system without a tray keeps its window in the task bar. */
export function makeTray({ icons, open, quit, report }: TrayParts): DeskTray {
  let tray: Tray | null = null;
  let last = '';
  const image = (name: string) => nativeImage.createFromPath(join(icons, `${name}.png`));
  try {
    tray = new Tray(image('tray-doubt'));
    tray.on('click', open);
  } catch {
    report('no-tray');
  }
  return {
    show: (shown) => {
      const words = trayWords(shown);
      const icon = trayIcon(shown);
      if (`${icon} ${words}` === last || tray === null) return;
      last = `${icon} ${words}`;
      tray.setImage(image(icon));
      tray.setToolTip(words);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words.replace('Vestibule: ', ''), enabled: false },
          { type: 'separator' },
          { label: 'Open the desk', click: open },
          { label: `Quit ${app.name} (this desk will not ring)`, click: quit },
        ]),
      );
    },
  };
}
