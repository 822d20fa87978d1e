import type { Grant } from '../../protocol/desk.ts';
import type { MediaSession, SessionEvents } from './session.ts';

/** Joins the session of a grant. The provider's code is loaded only when a grant needs it. */
export async function joinSession(
  grant: Grant,
  microphone: MediaStream | null,
  events: SessionEvents,
): Promise<MediaSession | null> {
  if (grant.provider === 'simulator') return (await import('./simulated.ts')).joinSimulated(grant, microphone, events);
  events.over('provider-unsupported');
  return null;
}
