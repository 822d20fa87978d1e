import type { RingCall } from './state.ts';

/** What staff see as the place: the panel's name, or a sentence where the vendor gave none or nothing could be read. */
export const panelName = ({ panel, unreadable }: Pick<RingCall, 'panel' | 'unreadable'>): string =>
  unreadable ? 'Someone is calling, details unreadable' : (panel ?? 'Unnamed panel');
