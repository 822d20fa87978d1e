import type { Quality } from './session.ts';

/** What has come in so far, and how long a round takes; null where the browser does not tell. */
export type LineReading = { readonly received: number; readonly lost: number; readonly roundTripMs: number | null };

/** From these on a person hears it: one packet in twelve lost between two readings, or half a second for a round. */
const poorLoss = 1 / 12;
const poorRoundTripMs = 500;
/** With fewer packets than this between two readings the loss says nothing. */
const enoughPackets = 20;

/** Whether a line is poor, by what happened between two readings of it. */
export function qualityBetween(before: LineReading, after: LineReading): Quality {
  const lost = Math.max(0, after.lost - before.lost);
  const all = lost + Math.max(0, after.received - before.received);
  if (all >= enoughPackets && lost / all >= poorLoss) return 'poor';
  return (after.roundTripMs ?? 0) >= poorRoundTripMs ? 'poor' : 'good';
}

const readEveryMs = 2_000;

/** Reads a connection's line until it is told to stop. */
export function pollLine(connection: RTCPeerConnection, tell: (quality: Quality) => void): () => void {
  let before: LineReading | null = null;
  const look = async () => {
    const after = readLine(await connection.getStats());
    if (before !== null) tell(qualityBetween(before, after));
    before = after;
  };
  const timer = setInterval(() => void look().catch(() => {}), readEveryMs);
  return () => clearInterval(timer);
}

function readLine(report: RTCStatsReport): LineReading {
  let [received, lost, roundTripMs]: [number, number, number | null] = [0, 0, null];
  report.forEach((entry: Readonly<Record<string, unknown>>) => {
    const number = (name: string) => (typeof entry[name] === 'number' ? entry[name] : null);
    if (entry['type'] === 'inbound-rtp') {
      received += number('packetsReceived') ?? 0;
      lost += number('packetsLost') ?? 0;
    }
    const seconds = entry['type'] === 'candidate-pair' && entry['nominated'] === true && number('currentRoundTripTime');
    if (typeof seconds === 'number') roundTripMs = seconds * 1_000;
  });
  return { received, lost, roundTripMs };
}
