import type { DeskStore } from './deskStore.ts';

declare global {
  interface Window {
    /** The desk's store, for its own card; same origin, so it gives nothing away that the page does not have. */
    vestibuleDesk?: DeskStore;
  }
}

/** The desk whose card this is; null when that page is gone or is none of ours. */
export function deskOfOpener(): DeskStore | null {
  try {
    const opener: Window | null = window.opener;
    return opener?.vestibuleDesk ?? null;
  } catch {
    return null;
  }
}
