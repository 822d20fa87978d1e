/** A program sends no Origin; a page of ours sends ours; any other page is somebody else's. */
export const isOwnOrigin = ({
  origin,
  host,
}: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}) => origin === undefined || URL.parse(origin)?.host === host;
