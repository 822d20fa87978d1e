/** The visitor's tracks in one stream: every voice, and the first picture. The stream stays the same object while anything is in it. */
export type VisitorStream = {
  readonly add: (track: MediaStreamTrack) => void;
  readonly remove: (track: MediaStreamTrack) => void;
  /** Whether a picture is let into the stream. */
  readonly setPicture: (isWanted: boolean) => void;
  readonly clear: () => void;
};

export function makeVisitorStream(changed: (stream: MediaStream | null) => void): VisitorStream {
  const stream = new MediaStream();
  /** Pictures in the order in which they came; only the first is shown. */
  const pictures: MediaStreamTrack[] = [];
  let isWanted = true;
  let isTold = false;

  function show(): void {
    const picture = isWanted ? pictures[0] : undefined;
    for (const track of stream.getVideoTracks()) if (track !== picture) stream.removeTrack(track);
    if (picture !== undefined) stream.addTrack(picture);
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
    setPicture: (next) => {
      isWanted = next;
      show();
    },
    clear: () => {
      pictures.length = 0;
      for (const track of stream.getTracks()) stream.removeTrack(track);
    },
  };
}
