import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** Whether a request calls the relay by a name of its own. A page of another name that was made to lead here (DNS rebinding) does not. */
export type IsOurHost = (request: IncomingMessage) => boolean;

export type HostParts = {
  readonly config: Pick<Config, 'publicUrl' | 'host'>;
  /** Origins of pages that are ours whatever name a proxy writes into their requests. */
  readonly origins: readonly string[];
  /** A proxy that the operator named has looked at the name already. */
  readonly isTrusted: (peer: string | undefined) => boolean;
  /** On a machine where somebody tries the demo, pages of the Internet are open beside it. */
  readonly simulated: boolean;
  readonly log: Log;
};

/** Names that nobody on the Internet can own (RFC 6761, 6762, 8375, and ICANN's `internal`). */
const inner = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/;

export function makeIsOurHost({ config, origins, isTrusted, simulated, log }: HostParts): IsOurHost {
  const publicName = config.publicUrl === null ? [] : [new URL(config.publicUrl).hostname];
  const own = new Set([...publicName, config.host.toLowerCase()]);
  let said = false;

  /** Where the operator has told no name, every name may be the relay's. */
  const isKept = config.publicUrl !== null || simulated;
  function sayOnce(): void {
    if (said) return;
    said = true;
    log.warn(
      isKept
        ? 'a request by a name that is not the relay’s was refused; if desks reach it by another name, set VESTIBULE_PUBLIC_URL to that'
        : 'requests are answered by any name until VESTIBULE_PUBLIC_URL tells the relay’s own',
    );
  }

  return ({ headers: { host, origin }, socket }) => {
    if (host === undefined || isTrusted(socket.remoteAddress)) return true;
    if (origin !== undefined && origins.includes(origin)) return true;
    const name = URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '') ?? '';
    const isInner = isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.') || inner.test(name);
    if ((isInner && name !== '') || own.has(name)) return true;
    sayOnce();
    return !isKept;
  };
}

/** Deliveries and questions after the relay's health come by whatever name a proxy or a balancer writes. */
const byAnyName = /^\/(hooks\/|healthz\b|readyz\b)/;

/** Refuses what calls the relay by another's name, before anything else is looked at. */
export function refuseOtherHosts(app: FastifyInstance, isOurHost: IsOurHost): void {
  app.addHook('onRequest', ({ raw }, reply, done) => {
    if (byAnyName.test(raw.url ?? '') || isOurHost(raw)) return done();
    return void reply.code(421).send({
      error: 'wrong-host',
      message:
        'The relay is not known by this name. Its operator sets VESTIBULE_PUBLIC_URL to the address of the desks.',
    });
  });
}
