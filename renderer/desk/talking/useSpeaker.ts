import { useState } from 'react';

const key = 'vestibule.speaker';

/** The speaker for visitors' voices that somebody chose at this desk; null for the system's own. The ring keeps to the system's. */
export function useSpeaker(): readonly [string | null, (device: string) => void] {
  const [speaker, setSpeaker] = useState(() => localStorage.getItem(key) || null);
  const choose = (device: string) => {
    localStorage.setItem(key, device);
    setSpeaker(device || null);
  };
  return [speaker, choose];
}
