import type { KeysState } from '../../../../controller/http/api-type.ts';
import type { Format } from '../../format/format.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import table from '../../ui/card-table.module.css';
import { Tag } from '../../ui/tag.tsx';
import styles from './keys-page.module.css';
import { keysWords, stateWords } from './keys-words.ts';

type Key = KeysState['keys'][number];
type Say = ReturnType<typeof useT>;

const tones = {
  signing: 'good',
  waiting: 'good',
  certified: 'idle',
  later: 'idle',
  ended: 'idle',
  revoked: 'bad',
  uncertified: 'warn',
} as const satisfies Record<Key['state'], string>;

const validityOf = ({ validUntil, revokedAt }: Key, t: Say, format: Format): string => {
  if (revokedAt !== null) return t(keysWords.revokedOn)(format.dateTime(revokedAt));
  return validUntil === null ? t(keysWords.unlimited) : t(keysWords.until)(format.date(validUntil));
};

/** Every key that loudspeakers are told of, or that lies on the server. */
export const KeyTable = ({ keys }: { keys: readonly Key[] }) => {
  const t = useT();
  const format = useFormat();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t(keysWords.key)}</th>
          <th scope="col">{t(keysWords.state)}</th>
          <th scope="col">{t(keysWords.validity)}</th>
          <th scope="col">{t(keysWords.place)}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.kid}>
            <th scope="row" data-wide>
              <span className={table.label}>{t(keysWords.key)}</span>
              <code className={styles.kid}>{key.kid}</code>
            </th>
            <td>
              <span className={table.label}>{t(keysWords.state)}</span>
              <Tag tone={tones[key.state]}>{t(stateWords[key.state])}</Tag>
            </td>
            <td>
              <span className={table.label}>{t(keysWords.validity)}</span>
              {validityOf(key, t, format)}
            </td>
            <td data-wide>
              <span className={table.label}>{t(keysWords.place)}</span>
              {t(key.onServer ? keysWords.here : keysWords.elsewhere)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
