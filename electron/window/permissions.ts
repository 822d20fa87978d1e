import { type Session, session, type WebContents } from 'electron';
import { mayUse } from '../settings/policy.ts';

/** Sets every permission handler there is; the ones that are left out would allow. */
export function denyByDefault(
  isDesk: (contents: WebContents | null) => boolean,
  on: Session = session.defaultSession,
): void {
  on.setPermissionRequestHandler((contents, permission, decide, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const asker = { origin: details.requestingUrl, isDesk: details.isMainFrame && isDesk(contents) };
    decide(mayUse(permission, asker, mediaTypes));
  });
  on.setPermissionCheckHandler((contents, permission, origin, details) => {
    const mediaTypes = details.mediaType === undefined || details.mediaType === 'unknown' ? [] : [details.mediaType];
    return mayUse(permission, { origin, isDesk: details.isMainFrame && isDesk(contents) }, mediaTypes);
  });
  on.setDevicePermissionHandler(() => false);
  on.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  on.setUSBProtectedClassesHandler(({ protectedClasses }) => [...protectedClasses]);
  on.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  on.on('will-download', (event) => event.preventDefault());
}
