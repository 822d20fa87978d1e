const ofThisMachine = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** Whether an address, with its scheme, names this machine itself. */
export const isLoopbackUrl = (url: string): boolean => ofThisMachine.test(new URL(url).hostname);

/** Whether a `Host` header names this machine itself, at any port; a page whose name was bent to this machine (DNS rebinding) sends that name. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  ofThisMachine.test(URL.parse(`http://${host}`)?.hostname ?? '');

/** Whether listening at this address lets in nobody but this machine. */
export const isLoopbackAddress = (address: string): boolean => isLoopbackHost(address) || address === '::1';
