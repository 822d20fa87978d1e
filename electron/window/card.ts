import { type BrowserWindow, screen } from 'electron';
import type { DesktopSettings } from '../../protocol/bridge.ts';
import { placeCard } from './placement.ts';

export type RingCard = {
  /** Takes the window that the page has opened; an earlier one, of a page that is gone, is closed. */
  readonly take: (window: BrowserWindow) => void;
  /** On top of everything while something rings, away at once when nothing does. */
  readonly follow: (size: 'none' | 'full' | 'strip') => void;
  readonly drop: () => void;
};

export function makeRingCard(cardOn: () => DesktopSettings['cardOn']): RingCard {
  let card: BrowserWindow | null = null;
  let shown: 'none' | 'full' | 'strip' = 'none';

  function put(window: BrowserWindow, size: 'full' | 'strip'): void {
    const display =
      cardOn() === 'primary'
        ? screen.getPrimaryDisplay()
        : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    window.setBounds(placeCard(size, display.workArea));
    if (window.isVisible()) return;
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    window.showInactive();
    window.moveTop();
  }
  function follow(size: 'none' | 'full' | 'strip'): void {
    const changed = size !== shown;
    shown = size;
    if (card === null || card.isDestroyed() || !changed) return;
    if (size === 'none') card.hide();
    else put(card, size);
  }
  const drop = () => {
    const gone = card;
    card = null;
    if (gone !== null && !gone.isDestroyed()) gone.destroy();
  };
  screen.on('display-removed', () => {
    if (card !== null && !card.isDestroyed() && shown !== 'none') put(card, shown);
  });
  return {
    take: (window) => {
      drop();
      card = window;
      window.on('closed', () => {
        if (card === window) card = null;
      });
      if (shown !== 'none') put(window, shown);
    },
    follow,
    drop,
  };
}
