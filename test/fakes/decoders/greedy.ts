/** Takes memory for as long as it is let. */
const taken: Buffer[] = [];
const take = () => {
  taken.push(Buffer.alloc(16 * 1024 * 1024, 1));
  setImmediate(take);
};
process.on('message', take);
process.send?.({ kind: 'ready' });
