/** The device that the sound goes to, as far as the browser tells: its name (once the microphone was allowed), and whether there is one. */
export type Output = {
  readonly name: () => string | null;
};

/** `changed` is told when the last device is gone and when one is back. A browser that never named a device tells nothing by naming none. */
export function watchOutput(changed: (isThere: boolean) => void): Output {
  let name: string | null = null;
  let wasThere = false;
  let told = true;
  const look = async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
    const used = outputs.find(({ deviceId }) => deviceId === 'default') ?? outputs[0];
    name = used?.label.slice(0, 120) || null;
    const isThere = outputs.length > 0;
    wasThere ||= isThere;
    if (!wasThere || isThere === told) return;
    told = isThere;
    changed(isThere);
  };
  const lookQuietly = () => void look().catch(() => {});
  if ('mediaDevices' in navigator) {
    navigator.mediaDevices.addEventListener('devicechange', lookQuietly);
    lookQuietly();
  }
  return { name: () => name };
}
