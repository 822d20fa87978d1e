/** Dies of its first picture. */
process.on('message', () => process.abort());
process.send?.({ kind: 'ready' });
