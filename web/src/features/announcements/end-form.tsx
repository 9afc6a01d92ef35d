import { TextInput } from '@mantine/core';
import { IconLockOpen, IconPlayerStopFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { announcementWords } from './announcement-words.ts';
import styles from './end-form.module.css';

const toneOf = {
  emergency: 'emergency',
  exercise: 'exercise',
  test: 'plain',
  live: 'plain',
  stop: 'stop',
} as const;

/** Ends a sound before its time, or lifts a stop. */
export const EndForm = ({ announcement }: { announcement: Announcement }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const end = useMutation({
    mutationFn: () => api.endAnnouncement(announcement.id, reason.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['announcements'] }),
  });
  const isStop = announcement.kind === 'stop';
  return (
    <div className={styles.root}>
      <TextInput
        label={t(announcementWords.reason)}
        description={t(announcementWords.reasonHint)}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
      <HoldButton
        tone={toneOf[announcement.kind]}
        icon={
          isStop ? (
            <IconLockOpen size={22} stroke={1.9} aria-hidden />
          ) : (
            <IconPlayerStopFilled size={20} aria-hidden />
          )
        }
        loading={end.isPending}
        onHeld={() => end.mutate()}
      >
        {t(isStop ? announcementWords.holdLift : announcementWords.holdEnd)}
      </HoldButton>
    </div>
  );
};
