import { randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { makeCameFrom } from './cameFrom.ts';
import { type Connections, watchConnections } from './connections.ts';
import { descriptorLimit, mostConnections } from './descriptors.ts';
import { type IsOurHost, makeIsOurHost } from './hosts.ts';
import { desktopOrigins } from './origin.ts';
import { type Crowd, makeCrowd } from './pendingConnections.ts';

/** What sessions need to know of whoever is no desk yet. */
export type Strangers = {
  readonly crowd: Crowd;
  readonly addressOf: (request: IncomingMessage) => string;
  /** This request showed a good token. */
  readonly known: (request: IncomingMessage) => void;
};

export type AtDoorParts = {
  readonly config: Config;
  readonly allowedOrigins: readonly string[];
  readonly simulated: boolean;
  readonly alarms: Pick<Alarms, 'raise' | 'list'>;
  readonly metrics: Pick<Metrics, 'turnedOut' | 'dropped'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Whoever comes and is not known yet: let in, watched, and turned out where there is no room. */
export type AtDoor = {
  readonly strangers: Strangers;
  readonly connections: Connections;
  readonly isOurHost: IsOurHost;
  /** What is wrong at the door, in words for whoever asks whether the relay is ready; it stays ready. */
  readonly warnings: () => readonly string[];
};

export function watchDoor(parts: AtDoorParts): AtDoor {
  const { config, alarms, metrics, clock, log } = parts;
  const most = mostConnections(descriptorLimit());
  const cameFrom = makeCameFrom(config.trustProxy);
  const inAll = Math.min(mostStrangers, Math.ceil(most / 2));
  const crowd = makeCrowd({
    clock,
    inAll,
    fromOne: Math.ceil(inAll / 2),
    isMany: cameFrom.isMany,
    pick: (count) => (count === 0 ? 0 : randomInt(count)),
    turnedOut: (because) => {
      metrics.turnedOut(because);
      if (because === 'crowd') alarms.raise({ kind: 'strangers-crowd' });
    },
  });
  const sayDropped = onceAMinute(clock, (connections) =>
    log.warn({ connections, most }, 'connections were dropped: as many as this process may have stand already'),
  );
  const connections = watchConnections({
    crowd,
    cameFrom,
    most,
    idleMs: config.idleSeconds * 1_000,
    dropped: () => {
      metrics.dropped();
      alarms.raise({ kind: 'connections-full' });
      sayDropped();
    },
    cameByUnnamedProxy: () => alarms.raise({ kind: 'forwarder-not-trusted' }),
  });
  const origins = [...desktopOrigins, ...parts.allowedOrigins];
  return {
    strangers: { crowd, addressOf: cameFrom.addressOf, known: connections.known },
    connections,
    isOurHost: makeIsOurHost({ config, origins, isTrusted: cameFrom.isTrusted, simulated: parts.simulated, log }),
    warnings: () => alarms.list().flatMap(({ kind }) => warnings.get(kind) ?? []),
  };
}

/** More than any building's desks that come back at once need, and as much memory as a relay can spare. */
const mostStrangers = 2_000;

const warnings = new Map([
  ['strangers-crowd', 'the crowd of strangers is full: some are turned out before their time'],
  ['connections-full', 'connections were dropped: as many as this process may have stand already'],
]);

/** Tells how many there were, at once for the first and then at most once a minute. */
function onceAMinute(clock: Pick<Clock, 'after'>, say: (count: number) => void): () => void {
  let count = 0;
  let isQuiet = false;
  function tell(): void {
    if (isQuiet || count === 0) return;
    say(count);
    count = 0;
    isQuiet = true;
    clock.after(60_000, () => {
      isQuiet = false;
      tell();
    });
  }
  return () => {
    count += 1;
    tell();
  };
}
