import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/language.tsx';
import styles from './install.module.css';
import { installWords } from './install-words.ts';
import { readFrame } from './pictures.ts';

const lookEveryMs = 180;

/** Browsers give a camera to secure pages alone. */
export const hasCamera = (): boolean =>
  window.isSecureContext && navigator.mediaDevices?.getUserMedia !== undefined;

/** Looks through the back camera until a QR code is in sight. */
export const Camera = ({ onRead, onRefused }: { onRead: (text: string) => void; onRefused: () => void }) => {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ onRead, onRefused });
  told.current = { onRead, onRefused };
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
      .then(async (given) => {
        stream = given;
        if (isOver || !video.current) return end();
        video.current.srcObject = given;
        await video.current.play();
      })
      .catch(() => {
        if (!isOver) told.current.onRefused();
      });
    const timer = setInterval(() => {
      const text = video.current && !isOver ? readFrame(video.current) : null;
      if (text === null) return;
      end();
      told.current.onRead(text);
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      end();
    };
  }, []);
  return (
    <div className={styles.camera}>
      <video ref={video} playsInline muted aria-label={t(installWords.aim)} />
      <p>{t(installWords.aim)}</p>
    </div>
  );
};
