/** The name of the device that the sound goes to; null while the browser does not tell (it does once the microphone was allowed). */
export function watchOutput(): { readonly name: () => string | null } {
  let name: string | null = null;
  const look = async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
    const used = outputs.find(({ deviceId }) => deviceId === 'default') ?? outputs[0];
    name = used?.label.slice(0, 120) || null;
  };
  const lookQuietly = () => void look().catch(() => {});
  if ('mediaDevices' in navigator) {
    navigator.mediaDevices.addEventListener('devicechange', lookQuietly);
    lookQuietly();
  }
  return { name: () => name };
}
