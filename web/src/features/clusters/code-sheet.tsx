import type { ImportResult } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import styles from './code-sheet.module.css';
import { deviceWords } from './device-words.ts';
import { importWords } from './import-words.ts';

/** A label for each receiver, to cut out and take along: A4, twelve to a page. */
export const CodeSheet = ({ codes }: { codes: ImportResult['codes'] }) => {
  const t = useT();
  const format = useFormat();
  return (
    <ul className={styles.sheet} data-print="sheet">
      {codes.map((one) => (
        <li key={one.claimCode} className={styles.label}>
          <div className={styles.qr}>
            <QrCode text={one.claimLink} label={`${t(deviceWords.qrLabel)}: ${one.serial}`} />
          </div>
          <div className={styles.text}>
            <strong>{one.cluster}</strong>
            <span>{one.commune}</span>
            <span>
              {one.serial} · {one.model}
            </span>
            <code className={styles.code}>{one.claimCode}</code>
            <span className={styles.until}>
              {t(importWords.expires)}: {format.dateTime(one.claimExpiresAt)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
};
