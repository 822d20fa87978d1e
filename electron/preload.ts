/** Runs in the sandbox beside the page: gives it the questions of protocol/channels.ts as functions, and nothing of Electron itself. */
import { contextBridge, ipcRenderer } from 'electron';
import { channels, tidings } from '../protocol/channels.ts';

const ask =
  (channel: string) =>
  (asked?: unknown): Promise<unknown> =>
    ipcRenderer.invoke(channel, asked);
/** Only what was told goes on: never the event, which would lead back to Electron. */
const hear = (channel: string) => (heard: (told: unknown) => void) => {
  ipcRenderer.on(channel, (_event, told: unknown) => heard(told));
};

contextBridge.exposeInMainWorld('host', {
  introduce: ask(channels.introduce),
  keepToken: ask(channels.keepToken),
  forgetDesk: ask(channels.forgetDesk),
  attend: ask(channels.attend),
  keepAwake: ask(channels.keepAwake),
  changeSettings: ask(channels.changeSettings),
  testRelay: ask(channels.testRelay),
  showDesk: ask(channels.showDesk),
  saveDiagnostics: ask(channels.saveDiagnostics),
  restartToUpdate: ask(channels.restartToUpdate),
  onResumed: hear(tidings.resumed),
  onShortcut: hear(tidings.shortcut),
  onOpened: hear(tidings.opened),
  onLocked: hear(tidings.locked),
  onIntroduced: hear(tidings.introduced),
});
