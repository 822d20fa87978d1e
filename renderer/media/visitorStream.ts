/** The visitor's tracks in one stream: every voice, and the first picture. The stream stays the same object while anything is in it. */
export type VisitorStream = {
  readonly add: (track: MediaStreamTrack) => void;
  readonly remove: (track: MediaStreamTrack) => void;
  readonly clear: () => void;
};

export function makeVisitorStream(changed: (stream: MediaStream | null) => void): VisitorStream {
  const stream = new MediaStream();
  /** Pictures in the order in which they came; only the first is shown. */
  const pictures: MediaStreamTrack[] = [];
  let isTold = false;

  function show(): void {
    for (const track of stream.getVideoTracks()) if (track !== pictures[0]) stream.removeTrack(track);
    if (pictures[0] !== undefined) stream.addTrack(pictures[0]);
    const isThere = stream.getTracks().length > 0;
    if (isThere === isTold) return;
    isTold = isThere;
    changed(isThere ? stream : null);
  }

  return {
    add: (track) => {
      if (track.kind === 'audio') stream.addTrack(track);
      else if (!pictures.includes(track)) pictures.push(track);
      show();
    },
    remove: (track) => {
      const at = pictures.indexOf(track);
      if (at >= 0) pictures.splice(at, 1);
      stream.removeTrack(track);
      show();
    },
    clear: () => {
      pictures.length = 0;
      for (const track of stream.getTracks()) stream.removeTrack(track);
    },
  };
}
