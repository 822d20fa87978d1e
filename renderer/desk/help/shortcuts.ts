/** The keys of the desk, as the help shows them and the buttons carry them. */
export const shortcuts = [
  { keys: 'A', says: 'keys.answer' },
  { keys: 'Shift+A', says: 'keys.answerMuted' },
  { keys: '1 2 3 4', says: 'keys.row' },
  { keys: 'S / Esc', says: 'keys.silence' },
  { keys: 'M', says: 'keys.mute' },
  { keys: 'Space', says: 'keys.talk' },
  { keys: 'O, Enter', says: 'keys.door' },
  { keys: 'E, Enter', says: 'keys.end' },
  { keys: 'H, Enter', says: 'keys.hangUp' },
  { keys: 'F6', says: 'keys.card' },
  { keys: '?', says: 'keys.help' },
] as const;
