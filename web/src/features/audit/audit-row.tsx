import { Button, Collapse } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { AuditEntry } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { type FieldChange, fieldChanges } from './audit-changes.ts';
import styles from './audit-row.module.css';
import { actorName, deedSentence } from './audit-sentence.ts';
import { auditWords } from './audit-words.ts';

const Changes = ({ changes, entry }: { changes: readonly FieldChange[]; entry: AuditEntry }) => {
  const t = useT();
  const both = entry.before !== null;
  return (
    <table className={styles.changes} data-both={both || undefined}>
      <thead>
        <tr>
          <th scope="col">{t(auditWords.field)}</th>
          {both ? <th scope="col">{t(auditWords.before)}</th> : null}
          {entry.after === null ? null : <th scope="col">{t(auditWords.after)}</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, label, before, after }) => (
          <tr key={field}>
            <th scope="row">{label}</th>
            {both ? <td data-label={t(auditWords.before)}>{before}</td> : null}
            {entry.after === null ? null : <td data-label={t(auditWords.after)}>{after}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** An entry as a sentence; what changed is a tap away. */
export const AuditRow = ({ entry }: { entry: AuditEntry }) => {
  const t = useT();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const changes = fieldChanges(entry, t, format);
  const { actor, area } = entry;
  const facts = [
    ...(actor.address === null ? [] : [t(auditWords.fromAddress)(actor.address)]),
    ...(area === null ? [] : [areaTitle(area)]),
    t(auditWords.entry)(format.integer(entry.seq)),
  ];
  return (
    <article className={styles.row} data-refused={entry.action.endsWith('.refused') || undefined}>
      <p className={styles.when}>
        <time dateTime={entry.at}>{format.timeWithSeconds(entry.at)}</time>
        <span className={styles.date}>{format.date(entry.at)}</span>
      </p>
      <div className={styles.what}>
        <p className={styles.sentence}>
          <b>{actorName(actor, t)}</b> {deedSentence(entry, t)}
        </p>
        <p className={styles.facts}>
          {facts.join(' · ')} · <code>{entry.action}</code>
        </p>
      </div>
      {changes.length === 0 ? null : (
        <Button
          className={styles.toggle}
          variant="subtle"
          size="compact-md"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          rightSection={
            <IconChevronDown
              size={16}
              aria-hidden
              className={styles.chevron}
              data-open={isOpen || undefined}
            />
          }
        >
          {t(isOpen ? auditWords.hide : auditWords.show)}
        </Button>
      )}
      <Collapse id={id} expanded={isOpen} className={styles.detail}>
        {isOpen ? <Changes changes={changes} entry={entry} /> : null}
      </Collapse>
    </article>
  );
};
