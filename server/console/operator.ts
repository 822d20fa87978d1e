import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { bearerOf, sameSecret } from '../http/bearer.ts';
import { isLoopbackHost } from '../loopback.ts';

/** Who may do what an operator may. */
export type OperatorCheck = {
  /** A connection over the relay's own socket file: whoever can open that file owns the relay's data anyway. */
  readonly trust: (socket: Socket) => void;
  readonly isOperator: (request: Pick<FastifyRequest, 'raw' | 'headers'>) => boolean;
  /** Over the socket file: may name files of this machine. */
  readonly isHere: (request: Pick<FastifyRequest, 'raw'>) => boolean;
  /** Metrics are for a monitor on this machine that names this machine, not for what a proxy on it forwards, which may add no word of that. */
  readonly mayReadMetrics: (request: Pick<FastifyRequest, 'raw' | 'headers'>) => boolean;
};

const forwarding = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function operatorCheck({
  operatorToken,
  publicUrl,
}: Pick<Config, 'operatorToken' | 'publicUrl'>): OperatorCheck {
  const trusted = new WeakSet<Socket>();
  const isOperator: OperatorCheck['isOperator'] = ({ raw, headers }) => {
    if (trusted.has(raw.socket)) return true;
    const token = bearerOf(headers.authorization);
    return operatorToken !== null && token !== null && sameSecret(token, operatorToken);
  };
  return {
    trust: (socket) => void trusted.add(socket),
    isOperator,
    isHere: ({ raw }) => trusted.has(raw.socket),
    mayReadMetrics: (request) => {
      const direct = forwarding.every((header) => request.headers[header] === undefined);
      const isOfThisMachine =
        loopback.has(request.raw.socket.remoteAddress ?? '') && isLoopbackHost(request.headers.host);
      return isOperator(request) || (publicUrl === null && direct && isOfThisMachine);
    },
  };
}
