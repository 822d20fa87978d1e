import type { FastifyInstance } from 'fastify';
import { type SiteId, SnapshotId } from '../../protocol/call.ts';
import type { FindDesk } from '../desks/admit.ts';
import { bearerOf } from '../http/bearer.ts';
import type { SnapshotStore } from './store.ts';

export type SnapshotRouteParts = {
  readonly findDesk: FindDesk;
  readonly siteOfSnapshot: (id: SnapshotId) => Promise<SiteId | null>;
  readonly store: Pick<SnapshotStore, 'read'>;
};

const headers = {
  'content-type': 'image/jpeg',
  'cache-control': 'no-store, private',
  'content-disposition': 'inline; filename="snapshot.jpg"',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /snapshots/<id>` with the desk's token; a picture of another site is answered as one that is not there. */
export function snapshotRoute(app: FastifyInstance, { findDesk, siteOfSnapshot, store }: SnapshotRouteParts): void {
  app.get<{ Params: { id: string } }>('/snapshots/:id', async (request, reply) => {
    const token = bearerOf(request.headers.authorization);
    const desk = token === null ? null : findDesk(token);
    if (desk === null) {
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ error: 'bad-token', message: "Send the desk's token as a bearer." });
    }
    const id = SnapshotId.safeParse(request.params.id);
    const site = id.success ? await siteOfSnapshot(id.data) : null;
    if (!id.success || site === null || !desk.sites.includes(site)) return reply.callNotFound();
    const jpeg = await store.read(id.data);
    return jpeg === null ? reply.callNotFound() : reply.headers(headers).send(jpeg);
  });
}
