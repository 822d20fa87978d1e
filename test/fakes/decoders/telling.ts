/** Tells what it was given of the relay's environment. */
process.on('message', () =>
  process.send?.({ kind: 'none', because: 'no-picture', detail: Object.keys(process.env).join(' ') }),
);
process.send?.({ kind: 'ready' });
