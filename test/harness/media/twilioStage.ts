import { joinTwilio } from '../../../renderer/media/twilio.ts';
import type { TwilioDouble } from '../../fakes/twilioDouble.ts';
import type { Stage } from './stage.ts';

/** Twilio's codes: an invalid token, a room that is not there. */
const codes = { refused: 20101, gone: 53106 } as const;

/** A call in a room of the double. */
export function twilioStage(double: TwilioDouble): Stage {
  const { room } = double;
  const levels = { 'is-poor': 1, 'is-good': 4 } as const;
  return {
    grant: async (kind) => {
      double.fate =
        kind === 'silent'
          ? { kind: 'never' }
          : kind === 'good'
            ? { kind: 'room' }
            : { kind: 'error', code: codes[kind] };
      return { provider: 'twilio', room: 'the-calls-guid', token: 'the-grants-token' };
    },
    join: (grant, joining, events) => joinTwilio(grant, joining, events, double.connect),
    visitorComes: (media) => room.comes('visitor', media.getTracks()),
    visitorLeaves: () => room.leaves('visitor'),
    arrives: () => (room.localParticipant.sent.getTracks().length > 0 ? room.localParticipant.sent : null),
    sendsPicture: () => room.sendsPictures(),
    anotherSeatComes: async () => room.end(53205),
    line: (happens) => {
      if (happens === 'breaks') room.emit('reconnecting');
      else if (happens === 'heals') room.emit('reconnected');
      else if (happens === 'is-lost') room.end(53405);
      else room.localParticipant.emit('networkQualityLevelChanged', levels[happens]);
    },
  };
}
