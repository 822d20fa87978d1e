import type { AccountLine, ForgottenAccount } from '../../protocol/account.ts';
import { operator } from '../../protocol/operator.ts';
import type { AllAccounts, Forgotten } from '../butterflymx/accounts/accounts.ts';
import type { HeldAccount } from '../butterflymx/accounts/held.ts';
import type { Links, NoLink } from '../butterflymx/accounts/links.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

const noSuchAccount = { error: 'not-found', message: 'There is no such account.' } as const;
const refusalOf = ({ word, message }: NoLink) => ({ error: word, message });

/** Accounts of the vendor: linked by a person in two steps, listed without their secrets, forgotten. */
export function accountRoutes(
  routes: ApiRoutes,
  { all, links }: { readonly all: AllAccounts; readonly links: Links },
): void {
  linkRoutes(routes, all, links);
  const lineOf = (id: string) => all.held().find(({ row }) => row.id === id);
  routes.route({ ...routeOf(operator.listAccounts), handler: async () => all.held().map(toLine) });
  routes.route({
    ...routeOf(operator.showAccount),
    handler: async ({ params: { account } }, reply) => {
      const held = lineOf(account);
      return held === undefined ? reply.code(404).send(noSuchAccount) : toLine(held);
    },
  });
  routes.route({
    ...routeOf(operator.forgetAccount),
    handler: async ({ params: { account } }, reply) => {
      const forgotten = await all.forget(account);
      return forgotten === null ? reply.code(404).send(noSuchAccount) : toForgotten(forgotten);
    },
  });
}

function linkRoutes(routes: ApiRoutes, all: AllAccounts, links: Links): void {
  routes.route({
    ...routeOf(operator.beginLink),
    handler: async ({ body }, reply) => {
      const begun = await links.begin(body);
      return begun.ok ? begun.value : reply.code(409).send(refusalOf(begun.error));
    },
  });
  routes.route({ ...routeOf(operator.showLink), handler: async ({ params: { state } }) => links.outcome(state) });
  routes.route({
    ...routeOf(operator.finishLink),
    handler: async ({ params: { state }, body }, reply) => {
      const finished = await links.finish(state, body.code);
      if (!finished.ok) return reply.code(409).send(refusalOf(finished.error));
      const held = all.held().find(({ row }) => row.id === finished.value);
      return held === undefined ? reply.code(404).send(noSuchAccount) : toLine(held);
    },
  });
}

const toLine = ({ row, state, trouble, isNotRenewed }: HeldAccount): AccountLine => ({
  account: row.id,
  label: row.label,
  region: row.region,
  client: row.clientId,
  state,
  because: trouble ?? sentences[state] ?? (isNotRenewed ? notRenewed : null),
  sites: row.places.map(({ site, role }) => ({ site, role })),
  tenants: [...row.tenants],
  users: row.users.map(({ site, userId }) => ({ site, userId })),
  linkedAt: row.linkedAt,
  renewedAt: row.renewedAt,
  expiresAt: row.expiresAt,
});

const toForgotten = ({ isRevoked, accountsUrl }: Forgotten): ForgottenAccount => ({
  forgotten: true,
  revoked: isRevoked,
  message: isRevoked
    ? 'ButterflyMX took its tokens back.'
    : `ButterflyMX could not be told. Remove Vestibule at ${accountsUrl}, signed in as that account, or ask its support to.`,
});

const notRenewed = 'Its last renewal failed, in no way that ends it. It is tried again by itself.';

const sentences: Readonly<Record<HeldAccount['state'], string | null>> = {
  linked: null,
  refused: 'ButterflyMX took back what was granted. Link the account again: vestibule connect.',
  uncertain: 'A renewal came to no known end. It is tried again by itself.',
  'turned-away':
    'ButterflyMX renews it and refuses what it asks. See at ButterflyMX that it still belongs to the building, then link it again: vestibule connect.',
};
