import { Autocomplete } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Announcement, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { announcementWords } from './announcement-words.ts';
import { PlaceFields } from './place-fields.tsx';
import { ReachLine } from './reach-line.tsx';
import { type Place, targetsOf } from './start-form.ts';
import styles from './stop-form.module.css';

/**
 * Silence for the user's whole area, or less of it. The area stands there at once: who needs this has no time,
 * and too much silence is easier mended than too little.
 */
export const StopForm = ({ me, onStopped }: { me: Me; onStopped: (stop: Announcement) => void }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [place, setPlace] = useState<Place>({ areaCode: me.user.area.code, clusterIds: null });
  const [reason, setReason] = useState('');
  const stop = useMutation({
    mutationFn: () =>
      api.startAnnouncement({
        kind: 'stop',
        targets: targetsOf(place),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: async (announcement) => {
      setReason('');
      if (!('requestedBy' in announcement)) onStopped(announcement);
      await client.invalidateQueries({ queryKey: ['announcements'] });
    },
  });
  return (
    <div className={styles.root}>
      <p className={styles.lead}>{t(announcementWords.stopLead)}</p>
      <PlaceFields me={me} label={t(announcementWords.stopPlace)} place={place} onChange={setPlace} />
      <Autocomplete
        label={t(announcementWords.reason)}
        description={t(announcementWords.reasonHint)}
        data={t(announcementWords.stopReasons)}
        value={reason}
        maxLength={300}
        onChange={setReason}
      />
      <ReachLine place={place} silences />
      {stop.error ? <ProblemAlert problem={asProblem(stop.error)} /> : null}
      <HoldButton
        tone="stop"
        icon={<IconHandStop size={22} stroke={1.9} aria-hidden />}
        disabled={targetsOf(place).length === 0}
        loading={stop.isPending}
        onHeld={() => stop.mutate()}
      >
        {t(announcementWords.holdStop)}
      </HoldButton>
    </div>
  );
};
