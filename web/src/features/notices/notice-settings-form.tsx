import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { noticeSettingsQuery } from '../../api/notice-queries.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { ChoicesForm } from './choices-form.tsx';
import styles from './notice-settings-form.module.css';
import { PushPanel } from './push-panel.tsx';

/** How this account is told: devices first, since that is one tap; then what by which way. */
export const NoticeSettingsForm = () => {
  const settings = useQuery(noticeSettingsQuery(useApi()));
  return (
    <QueryView query={settings} skeleton={<Skeleton h={420} />}>
      {(held) => (
        <div className={styles.panels}>
          <PushPanel settings={held} />
          <ChoicesForm settings={held} />
        </div>
      )}
    </QueryView>
  );
};
