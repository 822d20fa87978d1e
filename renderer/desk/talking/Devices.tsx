import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wantedMicrophone } from '../../media/microphone.ts';

type Props = {
  readonly speaker: string | null;
  readonly onSpeaker: (device: string) => void;
  readonly onMicrophone: (device: string) => void;
};

/** Which microphone and which speaker this desk talks with; kept for the next calls. */
export function Devices({ speaker, onSpeaker, onMicrophone }: Props) {
  const { t } = useTranslation();
  const devices = useDevices();
  const [microphone, setMicrophone] = useState(wantedMicrophone);
  const options = (kind: MediaDeviceKind) =>
    devices
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }, at) => (
        <option key={deviceId} value={deviceId}>
          {label || t('talk.device', { number: at + 1 })}
        </option>
      ));
  return (
    <>
      <p>
        <label htmlFor="microphone">{t('talk.microphone')}</label>
        <select
          id="microphone"
          value={microphone ?? ''}
          onChange={({ target }) => {
            setMicrophone(target.value);
            onMicrophone(target.value);
          }}
        >
          <option value="">{t('talk.systemMicrophone')}</option>
          {options('audioinput')}
        </select>
      </p>
      <p>
        <label htmlFor="speaker">{t('talk.speaker')}</label>
        <select id="speaker" value={speaker ?? ''} onChange={({ target }) => onSpeaker(target.value)}>
          <option value="">{t('talk.systemSpeaker')}</option>
          {options('audiooutput')}
        </select>
      </p>
    </>
  );
}

/** The system's devices as they come and go. */
function useDevices(): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const look = () => void navigator.mediaDevices.enumerateDevices().then(setDevices, () => {});
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, []);
  return devices;
}
