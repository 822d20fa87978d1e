/** A Worker: its timers run on time when the page's are throttled in the background. It is fed by every packet and says when it starves. */
type Fed = { readonly feed: number } | { readonly rest: true };

let starves: ReturnType<typeof setTimeout> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<Fed>) => {
  clearTimeout(starves);
  if ('feed' in data) starves = setTimeout(() => self.postMessage('starved'), data.feed);
});
