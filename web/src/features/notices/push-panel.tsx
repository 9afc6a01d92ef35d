import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceMobileMessage } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoticeSettings } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import styles from './notice-settings-form.module.css';
import { noticeWords } from './notice-words.ts';
import { type PushFault, subscribe, takesPush } from './push.ts';

const faultWords = {
  unsupported: noticeWords.pushUnsupported,
  denied: noticeWords.pushDenied,
  failed: noticeWords.pushFailed,
} as const;

/** Devices that receive Web Push; the browser asks for permission when somebody taps, and not before. */
export const PushPanel = ({ settings }: { settings: NoticeSettings }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const [fault, setFault] = useState<PushFault | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['notice-settings'] });
  const { pushKey, browsers } = settings;

  const enable = useMutation({
    mutationFn: async () => {
      const made = await subscribe(pushKey ?? '');
      setFault(made.ok ? null : made.fault);
      if (!made.ok) return;
      await api.addBrowser(made.browser);
      notifications.show({ title: t(noticeWords.pushEnabled), message: '', color: 'la' });
    },
    onSuccess: refresh,
  });
  const remove = useMutation({ mutationFn: (id: string) => api.removeBrowser(id), onSuccess: refresh });
  const problem = enable.error ?? remove.error;

  return (
    <Panel title={t(noticeWords.browsers)} lead={t(noticeWords.browsersLead)}>
      {settings.isOutbox ? <p className={styles.hint}>{t(noticeWords.outboxMode)}</p> : null}
      {browsers.length === 0 ? (
        <p className={styles.hint}>{t(noticeWords.noBrowsers)}</p>
      ) : (
        <ul className={styles.devices}>
          {browsers.map(({ id, label, createdAt }) => (
            <li key={id}>
              <span>
                {label}{' '}
                <span className={styles.since}>{t(noticeWords.addedOn)(format.dateTime(createdAt))}</span>
              </span>
              <Button size="compact-md" variant="default" onClick={() => remove.mutate(id)}>
                {t(noticeWords.remove)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button
        className={styles.enable ?? ''}
        disabled={pushKey === null || !takesPush()}
        loading={enable.isPending}
        leftSection={<IconDeviceMobileMessage size={18} stroke={1.7} aria-hidden />}
        onClick={() => enable.mutate()}
      >
        {t(noticeWords.enablePush)}
      </Button>
      {fault !== null || !takesPush() ? (
        <p className={styles.fault} role="alert">
          {t(faultWords[fault ?? 'unsupported'])}
        </p>
      ) : null}
      {problem ? <ProblemAlert problem={asProblem(problem)} /> : null}
    </Panel>
  );
};
