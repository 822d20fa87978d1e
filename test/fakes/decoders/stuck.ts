/** Answers its first picture, and no other. */
let asked = 0;
process.on('message', () => {
  asked += 1;
  if (asked === 1) process.send?.({ kind: 'none', because: 'no-picture', detail: null });
});
process.send?.({ kind: 'ready' });
