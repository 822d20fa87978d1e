import { z } from 'zod';
import { DeskLine, DeskRequest, InviteRequest, NewDesk, NewInvite } from '../../protocol/admin.ts';
import type { OperatorParts, TypedApp } from './operatorApi.ts';
import { Refusal, unknown } from './refusals.ts';

type DeskParts = Pick<OperatorParts, 'directory' | 'address' | 'presence'>;

/** Desks: made with a token at once, or by a one-time code that a page redeems. */
export function deskRoutes(app: TypedApp, { directory, address, presence }: DeskParts): void {
  app.post('/api/desks', { schema: { body: DeskRequest, response: { 201: NewDesk } } }, async (request, reply) =>
    reply.code(201).send(await directory.createDesk(request.body.sites, request.body.name)),
  );

  app.get('/api/desks', { schema: { response: { 200: z.array(DeskLine) } } }, async () =>
    directory.desks().map(({ id, name, sites, createdAt, revokedAt }) => ({
      desk: id,
      name,
      sites: [...sites],
      createdAt,
      revokedAt,
      online: presence.isOnline(id),
      able: presence.isAble(id),
    })),
  );

  const removal = { params: z.object({ id: z.string() }), response: { 204: z.null(), 404: Refusal } };
  app.delete('/api/desks/:id', { schema: removal }, async (request, reply) =>
    (await directory.revokeDesk(request.params.id))
      ? reply.code(204).send(null)
      : reply.code(404).send(unknown('desk')),
  );

  const inviting = { body: InviteRequest, response: { 201: NewInvite } };
  app.post('/api/invites', { schema: inviting }, async (request, reply) => {
    const { sites, name, minutes } = request.body;
    const { code, expiresAt } = await directory.createInvite({ sites, name, minutes });
    return reply.code(201).send({ sites, name, code, url: `${address()}/desk#enrol=${code}`, expiresAt });
  });
}
