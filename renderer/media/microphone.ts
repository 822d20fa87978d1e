/** This computer's microphone, or why there is none. */
export type Microphone =
  | { readonly kind: 'open'; readonly stream: MediaStream }
  | { readonly kind: 'refused' }
  | { readonly kind: 'missing' };

const deadlineMs = 3_000;

/**
 * Opens the microphone, the wanted one if it is there; a question that nobody answers in time counts as refused, so that a call never hangs
 * on it.
 */
export async function openMicrophone(
  waitMs: number = deadlineMs,
  wanted: string | null = wantedMicrophone(),
): Promise<Microphone> {
  const asked = ask(wanted)
    .then((stream): Microphone => ({ kind: 'open', stream }))
    .catch((error: unknown): Microphone => ({ kind: nameOf(error) === 'NotFoundError' ? 'missing' : 'refused' }));
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), waitMs));
  const first = await Promise.race([asked, late]);
  if (first !== 'late') return first;
  void asked.then((microphone) => microphone.kind === 'open' && closeMicrophone(microphone.stream));
  return { kind: 'refused' };
}

/** Chromium takes the system's own choice before one that is only preferred, so the wanted one is demanded, and done without when it is gone. */
async function ask(wanted: string | null): Promise<MediaStream> {
  const plain = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const open = (audio: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio });
  if (wanted === null) return open(plain);
  return open({ ...plain, deviceId: { exact: wanted } }).catch((error: unknown) => {
    if (nameOf(error) !== 'OverconstrainedError' && nameOf(error) !== 'NotFoundError') throw error;
    return open(plain);
  });
}

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const wantedKey = 'vestibule.microphone';

/** The microphone that somebody chose at this desk, by the browser's name for it; null for the system's own choice. */
export const wantedMicrophone = (): string | null => localStorage.getItem(wantedKey) || null;

export const wantMicrophone = (device: string): void => localStorage.setItem(wantedKey, device);
