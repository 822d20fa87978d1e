import type { SnapshotId } from '../../../protocol/call.ts';
import type { Host } from '../../host/host.ts';

/** With the desk's token, which an `<img>` could not send; null when there is no picture. */
export async function fetchSnapshot(
  { relay, token }: Pick<Host, 'relay' | 'token'>,
  id: SnapshotId,
): Promise<Blob | null> {
  try {
    const headers = { authorization: `Bearer ${token.stored()}` };
    const response = await fetch(`${relay ?? ''}/snapshots/${id}`, { headers, signal: AbortSignal.timeout(5_000) });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}
