import type { SiteId } from '../../protocol/call.ts';
import type { CheckLine, CheckStep } from '../../protocol/check.ts';
import type { PictureHealth } from '../alerts/failingPictures.ts';
import type { ListRead } from '../butterflymx/unreadRows.ts';
import type { LinkedAccount } from '../ring/linked.ts';
import { noPictureWords } from '../ring/timelineWords.ts';
import type { Certificate } from './certificate.ts';
import type { DeskPage } from './deskPage.ts';
import type { Health } from './health.ts';

/** What the relay found out about one site; the list says what it means. */
export type CheckFacts = {
  readonly site: SiteId;
  readonly publicUrl: string | null;
  /** The vendor is the simulator on this machine: no TLS is wanted. */
  readonly simulated: boolean;
  readonly certificate: Certificate | null;
  /** Null where the address was not reached with TLS. */
  readonly health: Health | null;
  /** Null where the relay was not found behind the address. */
  readonly page: DeskPage | null;
  readonly accounts: readonly LinkedAccount[];
  /** The environment gives a bearer for everything. */
  readonly hasEnvironmentToken: boolean;
  readonly registration: Registration;
  /** Lists of ButterflyMX of which rows could not be read of late. */
  readonly unreadLists: readonly ListRead[];
  /** Panels that a call came from, by name, and whether the door of each was proven. */
  readonly panels: readonly { readonly name: string; readonly doorProven: boolean }[];
  readonly residentsRing: boolean;
  readonly pictures: PictureHealth;
  /** Connected desks; those that can be heard. */
  readonly desks: { readonly connected: number; readonly able: number; readonly enrolled: number };
};

/** What the vendor says of our hook; `unknown` when it could not be asked, or nothing was registered through the relay. */
export type Registration =
  | { readonly kind: 'none' }
  | { readonly kind: 'by-hand'; readonly hooks: number }
  | { readonly kind: 'registered'; readonly bindings: readonly string[] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed'; readonly why: string | null }
  | { readonly kind: 'unknown'; readonly because: string };

/** A certificate that ends sooner is a doubt, and an alarm. */
export const certificateDaysWanted = 14;

/** The ordered list: each line done, or the next action. Pure. */
export const checkList = (facts: CheckFacts): readonly CheckLine[] => [
  publicAddress(facts),
  administrator(facts),
  called(facts),
  registration(facts),
  ...vendorLists(facts),
  panels(facts),
  pictures(facts),
  desk(facts),
];

const line = (step: CheckStep, state: CheckLine['state'], text: string): CheckLine => ({ step, state, text });

function publicAddress(facts: CheckFacts): CheckLine {
  const { publicUrl, simulated } = facts;
  const say = (state: CheckLine['state'], text: string) => line('public-address', state, text);
  if (publicUrl === null)
    return simulated
      ? say('done', 'The simulator reaches the relay on this machine.')
      : say(
          'next',
          'Set VESTIBULE_PUBLIC_URL to the https address under which ButterflyMX reaches the relay (docs/install.md).',
        );
  if (!publicUrl.startsWith('https:'))
    return simulated
      ? (pageDoubt(publicUrl, facts) ?? say('done', `${publicUrl}, without TLS: enough for the simulator.`))
      : say(
          'next',
          `${publicUrl} has no TLS. Put the relay behind https (docs/install.md), and change VESTIBULE_PUBLIC_URL.`,
        );
  return addressWithTls(publicUrl, facts);
}

function addressWithTls(publicUrl: string, facts: CheckFacts): CheckLine {
  const { certificate, health } = facts;
  const say = (state: CheckLine['state'], text: string) => line('public-address', state, text);
  if (certificate?.kind === 'unreachable')
    return say(
      'doubt',
      `${publicUrl} could not be reached from here: ${certificate.because}. If only this machine cannot, being behind the same router, a press tells; else mend it (docs/install.md).`,
    );
  if (certificate === null || certificate.kind === 'failed')
    return say(
      'next',
      `${publicUrl} cannot be used: ${certificate?.because ?? 'it was not looked at'}. Mend its TLS (docs/install.md).`,
    );
  if (health === null || health.kind === 'another')
    return say(
      'next',
      `Something else than a relay answers at ${publicUrl}/healthz: ${health?.because ?? 'it was not asked'}. Let that address lead to this relay (docs/install.md).`,
    );
  const doubt = pageDoubt(publicUrl, facts);
  if (doubt?.state === 'next') return doubt;
  if (certificate.daysLeft < certificateDaysWanted)
    return say('doubt', `${publicUrl} works, but its certificate ends in ${certificate.daysLeft} days. Renew it.`);
  if (doubt !== null) return doubt;
  return say('done', `${publicUrl}, certificate good for ${certificate.daysLeft} days.`);
}

/** What is wrong with the desk's page at the public address; null when nothing is known to be. */
function pageDoubt(publicUrl: string, { page }: CheckFacts): CheckLine | null {
  const say = (state: CheckLine['state'], text: string) => line('public-address', state, text);
  if (page === null || page.kind === 'works') return null;
  if (page.kind === 'unsure')
    return say('doubt', `Whether a desk's page works well at ${publicUrl}/desk is not sure: ${page.because}.`);
  return say(
    'next',
    `The desk's page does not work at ${publicUrl}/desk: ${page.because}. Let the proxy pass everything below ${publicUrl}/ (docs/install.md).`,
  );
}

function administrator({ site, accounts, hasEnvironmentToken }: CheckFacts): CheckLine {
  const found = accounts.filter(({ role }) => role === 'administrator');
  return account('administrator-account', found, {
    missing: hasEnvironmentToken
      ? null
      : `Link the building administrator's account: vestibule connect --site ${site} --role administrator`,
    again: `vestibule connect --site ${site} --role administrator`,
    does: 'registers the webhook and reads lists and door logs',
  });
}

function called({ site, accounts, hasEnvironmentToken, residentsRing }: CheckFacts): CheckLine {
  const found = accounts.filter(({ role }) => role === 'called');
  const line = account('called-account', found, {
    missing: hasEnvironmentToken
      ? null
      : `Link the account that visitors call, such as a tenant "Front desk": vestibule connect --site ${site} --role called`,
    again: `vestibule connect --site ${site} --role called`,
    does: 'answers calls and opens doors',
  });
  if (!residentsRing) return line;
  const text = `${line.text.replace(/\.$/, '')}. Residents' calls ring here too.`;
  return { ...line, state: line.state === 'done' ? 'doubt' : line.state, text };
}

type Wanted = { readonly missing: string | null; readonly again: string; readonly does: string };

function account(step: CheckStep, found: readonly LinkedAccount[], { missing, again, does }: Wanted): CheckLine {
  const refused = found.find(({ state }) => state === 'refused' || state === 'turned-away');
  if (refused) return line(step, 'next', `ButterflyMX refuses ${nameOf(refused)}. Link it again: ${again}`);
  const [first] = found;
  if (first) {
    const doubt = found.some(({ state }) => state === 'uncertain')
      ? ' Its last renewal was cut short; the next one decides.'
      : found.some(({ isNotRenewed }) => isNotRenewed)
        ? ' Its last renewal failed, in no way that ends it; it is tried again by itself.'
        : '';
    return line(step, doubt === '' ? 'done' : 'doubt', `${found.map(nameOf).join(', ')} ${does}.${doubt}`);
  }
  if (missing !== null) return line(step, 'next', missing);
  return line(step, 'done', `The token of VESTIBULE_BUTTERFLYMX_TOKEN ${does}.`);
}

const nameOf = ({ label, account: id }: LinkedAccount) => label ?? id;

function registration({ site, registration: found }: CheckFacts): CheckLine {
  const say = (state: CheckLine['state'], text: string) => line('registration', state, text);
  switch (found.kind) {
    case 'none':
      return say('next', `Register the webhook: vestibule integration create --site ${site} --building N`);
    case 'gone':
      return say(
        'next',
        `ButterflyMX no longer has our registration. Make it again: vestibule integration create --site ${site} --building N`,
      );
    case 'changed':
      return say(
        'next',
        `ButterflyMX has our registration, but ${found.why ?? 'not as it was made'}. Put it right: vestibule integration create --site ${site}`,
      );
    case 'unknown':
      return say('doubt', `The registration could not be looked at: ${found.because}.`);
    case 'by-hand':
      return say(
        'doubt',
        `${found.hooks} ${found.hooks === 1 ? 'hook was' : 'hooks were'} made by hand; whether ButterflyMX has the address, only a press tells.`,
      );
    case 'registered': {
      const hasCalls = found.bindings.some((binding) => binding.startsWith('call'));
      if (!hasCalls)
        return say(
          'next',
          `The registration does not bring calls. vestibule integration list --site ${site} tells its number; bind call:create with integration update.`,
        );
      return say('done', `Registered with ButterflyMX for ${found.bindings.join(', ')}.`);
    }
  }
}

/** There is no such line while every row can be read. */
function vendorLists({ unreadLists }: CheckFacts): readonly CheckLine[] {
  if (unreadLists.length === 0) return [];
  const lists = unreadLists.map(({ list, unread }) => `${unread} of its ${list}`).join(', ');
  const text = `Rows of ButterflyMX’s lists could not be read: ${lists}. A call or a door may be missing here; the log has the time. Update Vestibule, or tell its maintainers.`;
  return [line('vendor-lists', 'doubt', text)];
}

function panels({ site, panels: known }: CheckFacts): CheckLine {
  const say = (state: CheckLine['state'], text: string) => line('panels-and-doors', state, text);
  if (known.length === 0) return say('doubt', 'No panel has called yet; its name comes with its first call.');
  const unproven = known.filter(({ doorProven }) => !doorProven).map(({ name }) => name);
  const names = known.map(({ name }) => name).join(', ');
  if (unproven.length === 0) return say('done', `${names}: each opens a door that was proven.`);
  return say(
    'doubt',
    `${unproven.join(', ')}: answering works, its door button is absent until it is proven. vestibule door list --site ${site}, then door map and door prove.`,
  );
}

/** Never `next`, for calls ring without. Whether a host is the vendor's only the operator can tell. */
function pictures({ pictures: found }: CheckFacts): CheckLine {
  const say = (state: CheckLine['state'], text: string) => line('pictures', state, text);
  if (found.kind === 'none-asked') return say('done', "No visitor's picture was asked for since the relay started.");
  if (found.kind === 'come') return say('done', "Visitors' pictures come.");
  const { calls, because } = found;
  const whose =
    calls === 1
      ? 'The picture of the last call was not shown'
      : `The pictures of the last ${calls} calls were not shown`;
  const act =
    because === 'host-refused'
      ? ' If that host is where ButterflyMX keeps its pictures, add it to VESTIBULE_SNAPSHOT_ORIGINS and restart the relay.'
      : ' Calls ring without; vestibule why tells more of each.';
  return say('doubt', `${whose}: ${noPictureWords(found)}.${act}`);
}

function desk({ site, desks }: CheckFacts): CheckLine {
  const say = (state: CheckLine['state'], text: string) => line('desk', state, text);
  if (desks.able > 0) return say('done', `${desks.able} ${desks.able === 1 ? 'desk' : 'desks'} can be heard.`);
  if (desks.connected > 0) return say('next', 'A desk is connected, but none can be heard. Press "Start shift" there.');
  if (desks.enrolled > 0) return say('next', 'No desk is connected. Open Vestibule at a desk.');
  return say('next', `Make a desk: vestibule desk invite --site ${site} --name "Front desk"`);
}
