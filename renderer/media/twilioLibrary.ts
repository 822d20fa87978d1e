import { connect } from 'twilio-video';
import type { TwilioConnect } from './twilioRoom.ts';

/** The real library; a chunk of its own, fetched with the first grant that says `twilio`. */
export const twilioConnect: TwilioConnect = connect;
