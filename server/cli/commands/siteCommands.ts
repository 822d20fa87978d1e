import { operator } from '../../../protocol/operator.ts';
import type { SiteSettings } from '../../../protocol/site.ts';
import { type Command, done, type Given, plain } from '../command.ts';

const ofSite = ({ site }: Given) => ({ site: site[0] ?? '' });

/** What an operator decides for a site. */
export const siteCommands: readonly Command[] = [
  {
    ...plain,
    words: 'site show',
    usage: '--site S',
    does: 'show what was decided for a site',
    required: ['site'],
    run: async (given, { ask }) => {
      const settings = await ask(operator.showSite, { params: ofSite(given) });
      return settings.ok ? done(settings.value, linesOf(settings.value)) : settings.error;
    },
  },
  {
    ...plain,
    words: 'site set',
    usage:
      '--site S [--building N] [--tenant N] [--rings desk|all|named] [--unit U …] [--keep everything|without-names|nothing] [--doors-unconfirmed shut|open]',
    does: 'decide which calls of a site ring, what is kept of others, in whose name doors are released, and whether a call opens its door where no account can confirm it',
    required: ['site'],
    optional: ['building', 'tenant', 'rings', 'unit', 'keep', 'doors-unconfirmed'],
    run: async (given, { ask }) => {
      const { building, tenant, unit, keep, 'doors-unconfirmed': doors } = given;
      const rings = given.rings ?? (unit.length > 0 ? 'named' : undefined);
      const body = {
        ...(building === undefined ? {} : { buildingId: Number(building) }),
        ...(tenant === undefined ? {} : { releaseTenantId: Number(tenant) }),
        ...(rings === undefined
          ? {}
          : { whichRing: rings === 'named' ? { kind: rings, units: unit } : { kind: rings } }),
        ...(keep === undefined ? {} : { keepOthers: keep }),
        ...(doors === undefined ? {} : { doorsUnconfirmed: doors }),
      };
      const settings = await ask(operator.changeSite, { params: ofSite(given), body });
      return settings.ok ? done(settings.value, linesOf(settings.value)) : settings.error;
    },
  },
];

const linesOf = ({
  buildingId,
  releaseTenantId,
  whichRing,
  keepOthers,
  doorsUnconfirmed,
}: SiteSettings): readonly string[] => [
  `Doors of calls: ${doorsUnconfirmed === 'shut' ? 'open only where ButterflyMX confirms the call' : 'open where no account can confirm the call, too: whoever has the hook’s key could open them'}`,
  `Building:       ${buildingId ?? 'not known'}`,
  `Doors released: ${releaseTenantId === null ? 'in nobody’s name yet, so only from a call' : `in the name of tenant ${releaseTenantId}`}`,
  `Which ring:     ${whichLine(whichRing)}`,
  `Of other calls: ${kept[keepOthers]}`,
];

function whichLine(which: SiteSettings['whichRing']): string {
  switch (which.kind) {
    case 'all':
      return 'all calls';
    case 'desk':
      return 'calls for the front desk and its linked accounts; every call while none is linked';
    case 'named':
      return [
        'calls for the front desk and its linked accounts',
        ...which.units.map((unit) => `apartment ${unit}`),
      ].join(', ');
  }
}

const kept: Readonly<Record<SiteSettings['keepOthers'], string>> = {
  everything: 'everything is kept, names too',
  'without-names': 'panel, apartment and time are kept, no names',
  nothing: 'nothing is kept but that they came',
};
