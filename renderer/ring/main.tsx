import '../link/noEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from '../i18n/i18n.ts';
import '../style/tokens.css';
import { deskOfOpener } from '../desk/store/deskOfOpener.ts';
import { RingCard } from './RingCard.tsx';

/** The card has no socket, no token and no state: it draws what the desk that opened it knows. */
const place = document.getElementById('card');
if (place === null) throw new Error('The page has no place for the card.');
startI18n();
const desk = deskOfOpener();
if (desk !== null) {
  createRoot(place).render(
    <StrictMode>
      <RingCard desk={desk} />
    </StrictMode>,
  );
}
