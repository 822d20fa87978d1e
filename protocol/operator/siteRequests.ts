import { z } from 'zod';
import { EpochMs, Site, SiteId } from '../call.ts';
import { CheckReport, PressReport } from '../check.ts';
import { SiteSettings, SiteSettingsChange } from '../site.ts';
import type { OperatorRequests } from './request.ts';

const ofSite = z.object({ site: SiteId });

/** Sites: their names, what was decided for them, and whether a visitor's press would be heard there. */
export const siteRequests = {
  /** Names a site for people. */
  nameSite: {
    method: 'PUT',
    path: '/sites/:site',
    params: ofSite,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    replies: { 200: Site },
  },
  /** What was decided for a site; the defaults where nothing was. */
  showSite: { method: 'GET', path: '/sites/:site/settings', params: ofSite, replies: { 200: SiteSettings } },
  /** Decides otherwise; what is left out stays. */
  changeSite: {
    method: 'PUT',
    path: '/sites/:site/settings',
    params: ofSite,
    body: SiteSettingsChange,
    replies: { 200: SiteSettings },
  },
  /** Goes through everything between a visitor and a desk that sounds, but the press. */
  checkSite: { method: 'GET', path: '/sites/:site/check', params: ofSite, replies: { 200: CheckReport } },
  /** How far the press that was asked for at `since` has come. */
  followPress: {
    method: 'GET',
    path: '/sites/:site/check/press',
    params: ofSite,
    querystring: z.object({ since: z.coerce.number().pipe(EpochMs) }),
    replies: { 200: PressReport },
  },
  /** Somebody at the terminal says that they heard that press. */
  noteHeard: {
    method: 'POST',
    path: '/sites/:site/check/heard',
    params: ofSite,
    body: z.object({ since: EpochMs }),
    replies: { 200: z.object({ noted: z.literal(true) }) },
  },
} as const satisfies OperatorRequests;
