/** The last step of joining: where others reach the parts. Desks are shown, routes answered; nobody is let in until the relay starts. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { type OperatorCheck, operatorCheck } from '../console/operator.ts';
import type { Seat } from '../desks/seats.ts';
import { registerGauges } from '../gauges.ts';
import { tellKnown } from '../http/connections.ts';
import { refuseOtherHosts } from '../http/hosts.ts';
import { answerBelow, pathOf } from '../http/publicAddress.ts';
import { refusedOrigins } from '../http/refusedOrigins.ts';
import { makeHttp } from '../http/server.ts';
import { watchDoor } from '../http/strangers.ts';
import type { DeskSocket } from '../hub/deskServer.ts';
import { hearQuestions } from '../hub/questions.ts';
import { sparingErrors } from '../sparingLines.ts';
import { demonstration } from './demonstration.ts';
import { type DeskSide, deskSide } from './deskSide.ts';
import { followRings, type RingFollowers } from './followRings.ts';
import { operatorSide } from './operatorSide.ts';
import type { Parts } from './parts.ts';
import { openRoutes } from './routes.ts';
import type { Given, Stores } from './stores.ts';

export type Edges = {
  readonly app: FastifyInstance;
  readonly operator: OperatorCheck;
  readonly desks: DeskSide;
  readonly followers: RingFollowers;
  /** Hears what a new seat asks. */
  readonly welcome: (socket: DeskSocket, seat: Seat) => void;
};

export async function openEdges(given: Given, stores: Stores, parts: Parts): Promise<Edges> {
  const { config, clock, log } = given;
  const { records, alarms, seats } = stores;
  const { steps, panels, about, rings, doors, registered, checks } = parts;
  const base = { ...given, ...stores, ...parts };
  const operator = operatorCheck(config);
  const app = makeHttp(
    config,
    sparingErrors(log, () => clock.moment().mono),
  );
  const origins = { allowedOrigins: ownOrigins(config), originRefused: refusedOrigins(log) };
  const atDoor = watchDoor({ ...base, ...origins });
  refuseOtherHosts(app, atDoor.isOurHost);
  tellKnown(app, atDoor.connections.known);
  const { isOurHost, strangers } = atDoor;
  const desks = deskSide({ ...base, ...origins, httpServer: app.server, isOurHost, strangers });
  const { hub } = desks;
  atDoor.connections.watch(app.server);
  answerBelow(app.server, pathOf(config.publicUrl));
  const followers = followRings({ ...base, desks, about: about.call });
  const demo =
    steps === null
      ? null
      : demonstration({
          ...base,
          steps,
          endRings: rings.board.clear,
          clearPanels: panels.forgetUntil,
          unheard: followers.unheard,
          showAnew: hub.showAllAnew,
        });
  registerGauges(stores.metrics.registry, {
    seats: seats.count,
    rings: () => rings.board.rings(records.directory.sites().map(({ id }) => id)).length,
    alarms: () => alarms.list().map(({ kind }) => kind),
    panels: panels.all,
  });
  await openRoutes(app, {
    ...base,
    ...origins,
    pageFolder: join(import.meta.dirname, '../../out/renderer'),
    wayIn: parts.arriving,
    links: parts.vendor.links,
    operator,
    warnings: atDoor.warnings,
  });
  await operatorSide(app, {
    ...base,
    missedChanged: desks.missedChanged,
    integrations: registered.integrations,
    checks: checks.questions,
    demo,
    operator,
  });
  const questions = { ...given, ...rings, seats, hub, about: about.call, doors: doors.desk, demo };
  const welcome: Edges['welcome'] = (socket, seat) =>
    hearQuestions(socket, seat, { ...questions, pastCalls: records.archive });
  return { app, operator, desks, followers, welcome };
}

/** Where the desks' page may come from besides the desktop. */
const ownOrigins = ({ publicUrl, testOrigin }: Config): readonly string[] => [
  ...(publicUrl === null ? [] : [new URL(publicUrl).origin]),
  ...(testOrigin === null ? [] : [testOrigin]),
];
