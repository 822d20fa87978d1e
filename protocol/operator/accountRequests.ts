import { z } from 'zod';
import { AccountLine, ForgottenAccount, LinkCode, LinkOutcome, LinkRequest, NewLink } from '../account.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const ofAccount = z.object({ account: z.string() });
const ofLink = z.object({ state: z.string() });

/** Accounts of the vendor: linked by a person in two steps, listed without their secrets, forgotten. */
export const accountRequests = {
  /** The linked accounts. */
  listAccounts: { method: 'GET', path: '/accounts', replies: { 200: z.array(AccountLine) } },
  /** One of them. */
  showAccount: {
    method: 'GET',
    path: '/accounts/:account',
    params: ofAccount,
    replies: { 200: AccountLine, 404: Refusal },
  },
  /** Forgets an account and its tokens, and asks the vendor to take them back. */
  forgetAccount: {
    method: 'DELETE',
    path: '/accounts/:account',
    params: ofAccount,
    replies: { 200: ForgottenAccount, 404: Refusal },
  },
  /** Begins to link an account: where a person is to sign in. */
  beginLink: { method: 'POST', path: '/accounts/links', body: LinkRequest, replies: { 200: NewLink, 409: Refusal } },
  /** What became of a link. */
  showLink: { method: 'GET', path: '/accounts/links/:state', params: ofLink, replies: { 200: LinkOutcome } },
  /** Ends a link with the code that the vendor showed. */
  finishLink: {
    method: 'PUT',
    path: '/accounts/links/:state',
    params: ofLink,
    body: LinkCode,
    replies: { 200: AccountLine, 404: Refusal, 409: Refusal },
  },
} as const satisfies OperatorRequests;
