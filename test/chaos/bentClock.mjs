/** Loaded into a relay by `node --import`: each SIGUSR2 moves its wall clock on: an hour ahead, an hour behind, right again. Monotonic time stays. */
const RealDate = Date;
const hours = [0, 1, -1];
let turn = 0;
const now = () => RealDate.now() + (hours[turn % hours.length] ?? 0) * 3_600_000;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now = now;
};
process.on('SIGUSR2', () => {
  turn += 1;
});
