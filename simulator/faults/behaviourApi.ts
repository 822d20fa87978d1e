/** The panel page's way to let the simulator misbehave, and to begin anew; pages of other origins are refused. */
import type { FastifyInstance } from 'fastify';
import { isOwnOrigin } from '../http/ownOrigin.ts';
import { type Conduct, Misbehaviour } from './misbehaviour.ts';

export type BehaviourParts = { readonly conduct: Conduct; readonly startOver: () => void };

export function behaviourApi(app: FastifyInstance, { conduct, startOver }: BehaviourParts): void {
  app.get('/panel/behaviour', async () => conduct.get());
  app.put('/panel/behaviour', async ({ body, headers }, reply) => {
    const asked = Misbehaviour.safeParse(body);
    if (!isOwnOrigin(headers)) return reply.code(403).send({ message: 'Pages of other origins may not change this.' });
    if (!asked.success) return reply.code(422).send({ message: 'This is no behaviour.' });
    conduct.set(asked.data);
    return conduct.get();
  });
  app.post('/panel/start-over', async ({ headers }, reply) => {
    if (!isOwnOrigin(headers)) return reply.code(403).send({ message: 'Pages of other origins may not end calls.' });
    startOver();
    return reply.code(204).send();
  });
}
