import { Button, Progress, SegmentedControl, TextInput } from '@mantine/core';
import { IconFileMusic, IconUpload } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { Me, ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { fieldMessage } from '../../api/problem.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { classWords } from '../../words/domain-words.ts';
import { AirOnField } from './air-on-field.tsx';
import { approvalTexts } from './approval-words.ts';
import { bulletinWords } from './bulletin-words.ts';
import { titleFromFile } from './file-title.ts';
import styles from './upload-draft.module.css';
import { useUpload } from './use-upload.ts';

const classes = ['normal', 'priority', 'emergency'] as const;

interface UploadDraftProps {
  readonly me: Me;
  readonly file: File;
  /** Sent or discarded. */
  onGone(): void;
}

/** A chosen file with what must be known of it before it is sent. */
export const UploadDraft = ({ me, file, onGone }: UploadDraftProps) => {
  const t = useT();
  const format = useFormat();
  const [title, setTitle] = useState(() => titleFromFile(file.name));
  const [broadcastClass, setBroadcastClass] = useState<(typeof classes)[number]>('normal');
  const [areaCode, setAreaCode] = useState(me.user.area.code);
  const [entry, setEntry] = useState<ScheduleEntry | null>(null);
  const upload = useUpload();
  const { state } = upload;

  useEffect(() => {
    if (state.phase === 'done') onGone();
  }, [state.phase, onGone]);

  const problem = state.phase === 'refused' ? state.problem : null;
  const sending = state.phase === 'sending' ? state.fraction : null;

  const send = (isSubmitted: boolean): void =>
    upload.start(
      {
        file,
        title: title.trim(),
        class: broadcastClass,
        areaCode,
        language: 'vi',
        submit: isSubmitted,
      },
      broadcastClass === 'emergency' ? null : entry,
    );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send(true);
  };

  if (state.phase === 'placing')
    return (
      <div className={styles.card}>
        <p className={styles.status} role="status">
          <strong>{title}</strong>
        </p>
        <Progress value={100} animated size="md" aria-label={t(approvalTexts.preparing)} />
        <p className={styles.status} role="status">
          {t(approvalTexts.preparing)}
        </p>
      </div>
    );
  if (state.phase === 'not-placed')
    return (
      <div className={styles.card}>
        <p className={styles.status}>
          <strong>{t(approvalTexts.notPlaced)}</strong>
        </p>
        {state.problem ? <ProblemAlert problem={state.problem} /> : null}
        <div className={styles.actions}>
          <Button variant="default" onClick={onGone}>
            {t(approvalTexts.close)}
          </Button>
        </div>
      </div>
    );

  return (
    <form className={styles.card} onSubmit={submit} aria-label={t(bulletinWords.draft)(file.name)}>
      <p className={styles.file}>
        <IconFileMusic size={20} stroke={1.6} aria-hidden />
        <span className={styles.name}>{file.name}</span>
        <span className={styles.size}>{format.bytes(file.size)}</span>
      </p>
      {sending === null ? (
        <>
          {problem ? <ProblemAlert problem={problem} /> : null}
          <div className={styles.fields}>
            <TextInput
              label={t(bulletinWords.titleField)}
              value={title}
              required
              withAsterisk={false}
              maxLength={200}
              error={fieldMessage(problem, 'title')}
              onChange={(event) => setTitle(event.currentTarget.value)}
              className={styles.title}
            />
            <AreaSelect
              me={me}
              label={t(bulletinWords.areaField)}
              value={areaCode}
              error={fieldMessage(problem, 'areaCode')}
              onChange={(code) => setAreaCode(code ?? me.user.area.code)}
            />
            <div>
              <p className={styles.label} id={`class-${file.name}`}>
                {t(bulletinWords.classField)}
              </p>
              <SegmentedControl
                aria-labelledby={`class-${file.name}`}
                fullWidth
                value={broadcastClass}
                onChange={(value) => setBroadcastClass(classes.find((one) => one === value) ?? 'normal')}
                data={classes.map((one) => ({ value: one, label: t(classWords[one]) }))}
              />
              {broadcastClass === 'emergency' ? (
                <p className={styles.hint}>{t(bulletinWords.emergencyHint)}</p>
              ) : null}
            </div>
          </div>
          {broadcastClass !== 'emergency' && mayDo(me, 'sessions.write') ? (
            <AirOnField me={me} value={entry} onChange={setEntry} />
          ) : null}
          <div className={styles.actions}>
            <Button type="submit" leftSection={<IconUpload size={18} aria-hidden />}>
              {t(approvalTexts.send)}
            </Button>
            <Button variant="default" onClick={() => send(false)} disabled={title.trim() === ''}>
              {t(approvalTexts.draftOnly)}
            </Button>
            <Button variant="subtle" color="gray" onClick={onGone}>
              {t(bulletinWords.discard)}
            </Button>
          </div>
        </>
      ) : (
        <div className={styles.sending}>
          <Progress value={sending * 100} size="md" aria-label={t(bulletinWords.upload)} />
          <p className={styles.status} role="status">
            {sending < 1
              ? t(bulletinWords.uploading)(`${format.integer(Math.floor(sending * 100))}%`)
              : t(bulletinWords.storing)}
          </p>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={upload.abort}>
            {t(bulletinWords.abort)}
          </Button>
        </div>
      )}
    </form>
  );
};
