/** The process that decodes strangers' pictures: asked by `pictureProcess.ts`, holding no secret, gone with the relay. */
import { reencode } from './reencode.ts';

process.on('disconnect', () => process.exit(0));
process.on('message', (message: unknown) => void answer(message));
process.send?.({ kind: 'ready' });

async function answer(message: unknown): Promise<void> {
  if (typeof message !== 'object' || message === null || !('bytes' in message) || !('how' in message)) return;
  if (!(message.bytes instanceof Uint8Array)) return;
  const picture = await reencode(message.bytes, message.how === 'leniently' ? 'leniently' : 'strictly');
  process.send?.(picture.ok ? { kind: 'picture', ...picture.value } : { kind: 'none', ...picture.error });
}
