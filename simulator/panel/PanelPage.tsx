import { useEffect, useRef, useState } from 'react';
import { Behaviour } from './Behaviour.tsx';
import { DoorPicture } from './DoorPicture.tsx';
import { type Directory, readDirectory } from './directory.ts';
import { type PanelPhase, useCall } from './useCall.ts';
import { openVisitorMedia, takePicture, type VisitorMedia } from './visitorMedia.ts';

const askAgainMs = 2_000;
/** Another device than the desk's: its speaker makes no echo there. */
const isPhone = !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

const sentences: Readonly<Record<PanelPhase, string>> = {
  idle: 'Welcome. Whom are you visiting?',
  calling: 'Calling…',
  connected: 'Connected',
  unanswered: 'No answer. Please try again.',
  ended: 'The front desk ended the call.',
  refused: 'This panel is out of order. Please knock.',
};

/** A door panel, as a visitor meets it: choose whom to call, be seen and heard, and watch the door open. */
export function PanelPage({ address }: { readonly address: URLSearchParams }) {
  const directory = useDirectory();
  const media = useVisitorMedia();
  const { phase, doorOpened, since, remote, isBlocked, call, hangUp } = useCall();
  const [asked, setAsked] = useState('the front desk');
  const [speaking, setSpeaking] = useState(isPhone);
  const preview = useRef<HTMLVideoElement>(null);
  const speaker = useRef<HTMLAudioElement>(null);
  const site = directory?.sites.find(({ id }) => id === address.get('site')) ?? directory?.sites[0];
  const panel = directory?.panels.find(({ id }) => String(id) === address.get('panel')) ?? directory?.panels[0];

  useEffect(() => {
    if (preview.current && media) preview.current.srcObject = media.stream;
  }, [media]);
  useEffect(() => {
    if (speaker.current) speaker.current.srcObject = remote;
  }, [remote]);

  const ring = (unit: string | null, name: string) => {
    if (!site || !panel || !media || !preview.current) return;
    setAsked(name);
    void call({ site: site.id, panel: panel.id, unit, picture: takePicture(preview.current) }, media.stream);
  };
  const inCall = phase === 'calling' || phase === 'connected';

  return (
    <main className="panel" data-phase={phase}>
      <header>
        <h1>{panel?.name ?? 'Door panel'}</h1>
        <p>{site?.name ?? 'Waiting for a building. Start the demo with npm start.'}</p>
      </header>
      <div className="view">
        <video ref={preview} autoPlay muted playsInline aria-label="What the front desk sees of you" />
        <DoorPicture opened={doorOpened} />
      </div>
      <audio ref={speaker} autoPlay muted={!speaking} />
      <p className="status" role="status">
        {phase === 'calling' ? `Calling ${asked}…` : sentences[phase]}
        {inCall && since !== null ? <Seconds since={since} /> : null}
      </p>
      {isBlocked && phase !== 'idle' ? (
        <p className="blocked" role="alert">
          {isPhone
            ? 'This network blocks phone-to-laptop. Put both on one network without guest isolation.'
            : 'Neither picture nor sound gets through to the desk.'}
        </p>
      ) : null}
      {inCall ? (
        <div className="choices">
          <button type="button" className="leave" onClick={hangUp}>
            {phase === 'calling' ? 'Cancel' : 'Hang up'}
          </button>
          {phase === 'connected' ? (
            <button type="button" aria-pressed={speaking} onClick={() => setSpeaking(!speaking)}>
              {speaking ? 'Speaker is on' : 'Muted to avoid echo. Turn the speaker on'}
            </button>
          ) : null}
        </div>
      ) : (
        <div className="choices">
          <button
            type="button"
            className="desk"
            disabled={!site || !media}
            onClick={() => ring(null, 'the front desk')}
          >
            Call the front desk
          </button>
          {directory?.residents.map(({ name, unit }) => (
            <button key={unit} type="button" disabled={!site || !media} onClick={() => ring(unit, name)}>
              <span>{name}</span> <small>Apt {unit}</small>
            </button>
          ))}
        </div>
      )}
      <footer>{media?.drawn ? 'No camera here: a drawn visitor stands in.' : 'Simulated ButterflyMX panel'}</footer>
      <Behaviour />
    </main>
  );
}

function Seconds({ since }: { readonly since: number }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - since) / 1_000)), 250);
    return () => clearInterval(timer);
  }, [since]);
  return <span aria-hidden="true"> {seconds} s</span>;
}

/** Asked again until a building is there: the demo registers it a moment after the simulator starts. */
function useDirectory(): Directory | null {
  const [directory, setDirectory] = useState<Directory | null>(null);
  const complete = directory !== null && directory.sites.length > 0;
  useEffect(() => {
    if (complete) return;
    const ask = () => void readDirectory().then(setDirectory);
    ask();
    const timer = setInterval(ask, askAgainMs);
    return () => clearInterval(timer);
  }, [complete]);
  return directory;
}

function useVisitorMedia(): VisitorMedia | null {
  const [media, setMedia] = useState<VisitorMedia | null>(null);
  useEffect(() => {
    let left = false;
    let opened: VisitorMedia | null = null;
    void openVisitorMedia().then((found) => {
      opened = found;
      if (left) found.stop();
      else setMedia(found);
    });
    return () => {
      left = true;
      opened?.stop();
    };
  }, []);
  return media;
}
