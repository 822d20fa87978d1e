/**
 * Where Twilio's signalling is: the one address that a page needs for real calls, beside the relay's. From the policy in twilio-video's README
 * (2.36.0), without its telemetry, which we switch off. Media itself goes past a page's policy, by WebRTC.
 */
export const twilioSignalling = 'wss://global.vss.twilio.com';
