/** Where windows go. Pure: displays and remembered places in, a rectangle out. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const smallest = { width: 720, height: 520 } as const;
const usual = { width: 1280, height: 800 } as const;
/** 100 by 56 units of 8 px; a silenced call's strip is 9 units high. */
const cardSize = { full: { width: 800, height: 448 }, strip: { width: 800, height: 72 } } as const;

/** Where the desk's window was, when that is still on a display that exists; else the middle of the first one. */
export function placeDesk(remembered: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const [first = { x: 0, y: 0, ...usual }] = areas;
  if (remembered !== null) {
    const area = areas.find((candidate) => overlap(remembered, candidate) >= 100 * 100);
    if (area !== undefined) return within(remembered, area);
  }
  return centred(usual, first);
}

/** The card stands in the middle of its display; a strip at the top of it, out of the way. */
export function placeCard(size: 'full' | 'strip', area: Rectangle): Rectangle {
  const place = centred(cardSize[size], area);
  return size === 'full' ? place : { ...place, y: area.y };
}

function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  const x = Math.round(area.x + (area.width - width) / 2);
  const y = Math.round(area.y + (area.height - height) / 2);
  return { x, y, width, height };
}

function within(place: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(place.width, smallest.width), area.width);
  const height = Math.min(Math.max(place.height, smallest.height), area.height);
  const x = Math.min(Math.max(place.x, area.x), area.x + area.width - width);
  const y = Math.min(Math.max(place.y, area.y), area.y + area.height - height);
  return { x, y, width, height };
}

function overlap(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}
