import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PanelPage } from './PanelPage.tsx';
import './panel.css';

const root = document.getElementById('panel');
if (root === null) throw new Error('The page has no place for the panel.');
createRoot(root).render(
  <StrictMode>
    <PanelPage address={new URLSearchParams(location.search)} />
  </StrictMode>,
);
