import type { Grant } from '../../protocol/replies.ts';
import type { Joining, MediaSession, SessionEvents } from './session.ts';

/** Joins the session of a grant. The provider's code is loaded only when a grant needs it; rejects when it cannot be fetched. */
export async function joinSession(grant: Grant, joining: Joining, events: SessionEvents): Promise<MediaSession | null> {
  switch (grant.provider) {
    case 'simulator':
      return (await import('./simulated.ts')).joinSimulated(grant, joining, events);
    case 'twilio': {
      const [{ joinTwilio }, { twilioConnect }] = await Promise.all([
        import('./twilio.ts'),
        import('./twilioLibrary.ts'),
      ]);
      return joinTwilio(grant, joining, events, twilioConnect);
    }
    default:
      events.over('provider-unsupported');
      return null;
  }
}
