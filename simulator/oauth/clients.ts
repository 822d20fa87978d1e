/** Which programs may ask. Nothing set: any client id is known, and any secret is its own. */
export type Clients = {
  readonly isKnown: (clientId: string) => boolean;
  /** A secret that was sent must be the right one; none is no fault (PKCE without a secret works on live accounts). */
  readonly isRight: (secret: string | null) => boolean;
};

export const makeClients = ({
  id,
  secret,
}: {
  readonly id: string | null;
  readonly secret: string | null;
}): Clients => ({
  isKnown: (clientId) => clientId !== '' && (id === null || clientId === id),
  isRight: (sent) => sent === null || secret === null || sent === secret,
});
