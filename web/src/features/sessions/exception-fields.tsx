import { IconMoonStars } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/language.tsx';
import { NoteField } from '../../ui/note-field.tsx';
import styles from './exception-fields.module.css';
import { sessionWords } from './session-words.ts';

interface ExceptionFieldsProps {
  /** What the controller says of the slot; null once the reason is being written. */
  readonly detail: string | null;
  readonly reason: string;
  onChange(reason: string): void;
}

/** Sound in quiet hours needs a person who allows it, and a reason that everybody sees. */
export const ExceptionFields = ({ detail, reason, onChange }: ExceptionFieldsProps) => {
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  // It appears below what was just pressed: the focus brings it into view and says what is asked.
  useEffect(() => field.current?.focus(), []);

  return (
    <section className={styles.root} role="alert">
      <h3 className={styles.title}>
        <IconMoonStars size={20} stroke={1.7} aria-hidden />
        {t(sessionWords.exceptionTitle)}
      </h3>
      {detail ? <p className={styles.detail}>{detail}</p> : null}
      <NoteField
        label={t(sessionWords.exceptionField)}
        description={t(sessionWords.exceptionHint)}
        value={reason}
        minLength={5}
        ref={field}
        onChange={onChange}
      />
    </section>
  );
};
