import type { IntegrationLine } from '../../../protocol/integration.ts';
import type { VendorRefusal } from '../rest.ts';
import type { Target } from './vendorIntegrations.ts';

/** Why an operator's wish about integrations was not fulfilled: a word for programs, and what is wrong and what to do. */
export type IntegrationRefusal = {
  readonly word:
    | 'no-account'
    | 'vendor-refused'
    | 'vendor-slow'
    | 'vendor-unreadable'
    | 'no-public-address'
    | 'no-building'
    | 'not-found'
    | 'not-ours';
  readonly message: string;
};

/** The vendor could not be asked about all: `lines` are what was seen, and what is remembered of the rest. */
export type NotAllSeen = IntegrationRefusal & { readonly lines: readonly IntegrationLine[] };

type Asked = Pick<Target, 'site' | 'scope' | 'target'>;

/** The vendor's refusal in its own words, with what to do. */
export function refusalOf(of: Asked, { kind, status, says }: VendorRefusal): IntegrationRefusal {
  switch (kind) {
    case 'no-account':
      return { word: 'no-account', message: `${noAccount(of)} Link one with vestibule connect.` };
    case 'slow':
      return { word: 'vendor-slow', message: 'ButterflyMX did not answer in time. Run this again in a while.' };
    case 'unreadable':
      return {
        word: 'vendor-unreadable',
        message: 'ButterflyMX answered in a form that Vestibule does not know. Look at its state page, and try again.',
      };
    case 'gone':
    case 'unwell':
    case 'refused':
      return { word: 'vendor-refused', message: `ButterflyMX refused${quoted(says)}. ${whatToDo(of, status)}` };
  }
}

const noAccount = ({ site, scope }: Asked) =>
  scope === 'building'
    ? `No building administrator's account is linked for ${site}.`
    : `No account is linked for ${site}, neither the tenant's nor an administrator's.`;

const quoted = (says: string | null) => (says === null ? '' : `: “${says}”`);

function whatToDo({ scope, target }: Asked, status: number | null): string {
  const whose = scope === 'building' ? 'of a Building Admin' : `of tenant ${target} or of a Building Admin`;
  if (status === null || status === 401 || status === 403)
    return `It wants the account ${whose}: link it with vestibule connect.`;
  if (status === 404) return `Check the number ${target}: the linked account must be that ${whose}.`;
  if (status === 429) return 'It was asked too often: try again in a minute.';
  return status >= 500
    ? `The fault (${status}) is its own: try again later.`
    : 'Correct what it names, and run this again.';
}

/** True when the vendor may have done what it was asked though it did not say so. */
export const mayHaveBeenDone = ({ kind }: VendorRefusal): boolean =>
  kind === 'slow' || kind === 'unreadable' || kind === 'unwell';
