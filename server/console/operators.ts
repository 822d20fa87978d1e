import type { FastifyRequest } from 'fastify';
import { bearerOf, sameSecret } from '../bearer.ts';

/** Whether a request comes from an operator. */
export type MayOperate = (request: Pick<FastifyRequest, 'headers'>) => boolean;

/** Over the network the operator's token is asked for; where none is set, nobody operates from there. */
export const byToken =
  (operatorToken: string | null): MayOperate =>
  ({ headers }) => {
    const token = bearerOf(headers.authorization);
    return token !== null && operatorToken !== null && sameSecret(token, operatorToken);
  };

/** Whoever may open the relay's socket file owns its data folder, and needs no token. */
export const byFileAccess: MayOperate = () => true;
