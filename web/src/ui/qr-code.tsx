import encodeQR from 'qr';
import { useMemo } from 'react';
import styles from './qr-code.module.css';

/** A QR code, dark on white in either scheme: cameras want it so. */
export const QrCode = ({ text, label, size = 208 }: { text: string; label: string; size?: number }) => {
  const source = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(encodeQR(text, 'svg', { ecc: 'medium', border: 2 }))}`,
    [text],
  );
  return <img className={styles.code} src={source} alt={label} width={size} height={size} />;
};
