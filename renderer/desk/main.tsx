import '../link/noEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { cardFrame, pagePaths } from '../../protocol/bridge.ts';
import { browserHost } from '../host/browser.ts';
import { electronHost } from '../host/electron.ts';
import './store/deskOfOpener.ts';
import { startI18n } from '../i18n/i18n.ts';
import '../style/tokens.css';
import { App } from './App.tsx';
import { makeDeskStore } from './store/deskStore.ts';

const place = document.getElementById('desk');
if (place === null) throw new Error('The page has no place for the desk.');
startI18n();
const now = () => performance.now();
const host = window.host === undefined ? browserHost() : await electronHost(window.host, now);
const store = makeDeskStore(host, now);
if (host.program !== null) {
  /** Opened once, hidden; the program shows it for as long as something rings. */
  window.vestibuleDesk = store;
  window.open(pagePaths.card, cardFrame, 'popup,width=800,height=448');
}
createRoot(place).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
