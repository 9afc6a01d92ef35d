import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaMultiSelect } from '../../ui/area-select.tsx';
import { NoteField } from '../../ui/note-field.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { BulletinPicker } from '../sessions/bulletin-picker.tsx';
import type { OrderedBulletin } from '../sessions/session-form-state.ts';
import { inboxWords } from './inbox-words.ts';
import styles from './send-form.module.css';

/** A bulletin for communes to place by themselves. */
export const SendForm = ({ me, onSent }: { me: Me; onSent: () => void }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [bulletin, setBulletin] = useState<OrderedBulletin | null>(null);
  const [targets, setTargets] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const send = useMutation({
    mutationFn: () =>
      api.sendBulletin({
        bulletinId: bulletin?.id ?? '',
        targets: targets.map((areaCode) => ({ areaCode })),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: async () => {
      notifications.show({ title: t(inboxWords.sentToast), message: bulletin?.title ?? '', color: 'la' });
      onSent();
      await client.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label={t(inboxWords.sendTitle)}>
      <div>
        {bulletin ? <p className={styles.chosen}>{bulletin.title}</p> : null}
        <BulletinPicker onPick={setBulletin} />
      </div>
      <AreaMultiSelect me={me} label={t(inboxWords.sendTo)} value={targets} onChange={setTargets} />
      <NoteField
        label={t(inboxWords.note)}
        description={t(inboxWords.noteHint)}
        value={note}
        onChange={setNote}
      />
      {send.error ? <ProblemAlert problem={asProblem(send.error)} /> : null}
      <Button
        type="submit"
        size="md"
        loading={send.isPending}
        disabled={bulletin === null || targets.length === 0}
      >
        {t(inboxWords.send)}
      </Button>
    </form>
  );
};
