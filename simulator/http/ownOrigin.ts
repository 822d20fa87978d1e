/** The names of this machine. A page whose own name was bent to this machine (DNS rebinding) sends that name as its `Host`, and as its origin. */
const ownNames = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** The simulator listens to this machine alone, so whoever asks for it by another name was led here. */
export const isOwnHost = (host: string | undefined): boolean =>
  ownNames.test(URL.parse(`http://${host}`)?.hostname ?? '');

/** A program sends no Origin; a page of ours sends ours; any other page is somebody else's. */
export const isOwnOrigin = ({
  origin,
  host,
}: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}) => origin === undefined || (isOwnHost(host) && URL.parse(origin)?.host === host);
