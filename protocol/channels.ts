/** The names of everything that may cross between the desktop's window and its main process; there is no other channel. */
export const channels = {
  introduce: 'vestibule:introduce',
  keepToken: 'vestibule:keep-token',
  forgetDesk: 'vestibule:forget-desk',
  attend: 'vestibule:attend',
  keepAwake: 'vestibule:keep-awake',
  changeSettings: 'vestibule:change-settings',
  testRelay: 'vestibule:test-relay',
  showDesk: 'vestibule:show-desk',
  saveDiagnostics: 'vestibule:save-diagnostics',
  restartToUpdate: 'vestibule:restart-to-update',
} as const;

/** What main tells the window without being asked. */
export const tidings = {
  resumed: 'vestibule:resumed',
  shortcut: 'vestibule:shortcut',
  opened: 'vestibule:opened',
  locked: 'vestibule:locked',
  introduced: 'vestibule:introduced',
} as const;
