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
  const audio = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(wanted === null ? {} : { deviceId: { ideal: wanted } }),
  };
  const asked = navigator.mediaDevices
    .getUserMedia({ audio })
    .then((stream): Microphone => ({ kind: 'open', stream }))
    .catch(
      (error: unknown): Microphone => ({
        kind: error instanceof DOMException && error.name === 'NotFoundError' ? 'missing' : 'refused',
      }),
    );
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), waitMs));
  const first = await Promise.race([asked, late]);
  if (first !== 'late') return first;
  void asked.then((microphone) => microphone.kind === 'open' && closeMicrophone(microphone.stream));
  return { kind: 'refused' };
}

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const wantedKey = 'vestibule.microphone';

/** The microphone that somebody chose at this desk, by the browser's name for it; null for the system's own choice. */
export const wantedMicrophone = (): string | null => localStorage.getItem(wantedKey) || null;

export const wantMicrophone = (device: string): void => localStorage.setItem(wantedKey, device);
