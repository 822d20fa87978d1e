/** Answers with what is no picture. */
process.on('message', () => process.send?.({ kind: 'picture', jpeg: '<script>', torn: false }));
process.send?.({ kind: 'ready' });
