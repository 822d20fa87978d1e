import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserHost } from '../host/browser.ts';
import { startI18n } from '../i18n/i18n.ts';
import '../style/tokens.css';
import { App } from './App.tsx';
import { makeDeskStore } from './deskStore.ts';

const place = document.getElementById('desk');
if (place === null) throw new Error('The page has no place for the desk.');
startI18n();
const store = makeDeskStore(browserHost(), () => performance.now());
createRoot(place).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
