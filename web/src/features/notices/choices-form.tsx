import { Button, Checkbox, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoticeSettings } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import styles from './notice-settings-form.module.css';
import { noticeWords } from './notice-words.ts';
import { typeNames } from './type-names.ts';

type Choice = NoticeSettings['choices'][number];
const channels = ['page', 'push', 'email'] as const satisfies Choice['channel'][];

const isSame = (a: Pick<Choice, 'type' | 'channel'>, b: Pick<Choice, 'type' | 'channel'>): boolean =>
  a.type === b.type && a.channel === b.channel;

/** Every type by every way, the e-mail address and the quiet time. */
export const ChoicesForm = ({ settings }: { settings: NoticeSettings }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [choices, setChoices] = useState(settings.choices);
  const [email, setEmail] = useState(settings.email ?? '');
  const [quietFrom, setQuietFrom] = useState(settings.quietFrom);
  const [quietTo, setQuietTo] = useState(settings.quietTo);

  const save = useMutation({
    mutationFn: () =>
      api.putNoticeSettings({
        email: email.trim() === '' ? null : email.trim(),
        quietFrom,
        quietTo,
        choices: choices
          .filter(({ fixed }) => !fixed)
          .map(({ type, channel, on }) => ({ type, channel, on })),
      }),
    onSuccess: async () => {
      notifications.show({ title: t(noticeWords.saved), message: '', color: 'la' });
      await client.invalidateQueries({ queryKey: ['notice-settings'] });
    },
  });
  const test = useMutation({
    mutationFn: () => api.testNotice(),
    onSuccess: () => notifications.show({ title: t(noticeWords.testSent), message: '', color: 'la' }),
  });

  const box = (asked: Pick<Choice, 'type' | 'channel'>) => {
    const choice = choices.find((one) => isSame(one, asked));
    if (!choice) return null;
    const toggle = (on: boolean): void =>
      setChoices(choices.map((one) => (isSame(one, asked) ? { ...one, on } : one)));
    return (
      <Checkbox
        className={styles.box ?? ''}
        aria-label={`${t(noticeWords.types[asked.type])}: ${t(noticeWords.channels[asked.channel])}`}
        checked={choice.on}
        disabled={choice.fixed}
        onChange={(event) => toggle(event.currentTarget.checked)}
      />
    );
  };

  const problem = save.error ?? test.error;
  return (
    <Panel title={t(noticeWords.whatAndHow)} lead={t(noticeWords.whatAndHowLead)}>
      <div className={styles.fields}>
        <TextInput
          type="email"
          label={t(noticeWords.email)}
          placeholder="ten@phutho.gov.vn"
          value={email}
          maxLength={254}
          autoComplete="email"
          onChange={(event) => setEmail(event.currentTarget.value)}
          {...(settings.hasEmail
            ? {}
            : {
                description: t(noticeWords.emailOff),
                inputWrapperOrder: ['label', 'input', 'description', 'error'] as const,
              })}
        />
        <TextInput
          type="time"
          label={t(noticeWords.quietFrom)}
          value={quietFrom}
          onChange={(event) => setQuietFrom(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={t(noticeWords.quietTo)}
          value={quietTo}
          onChange={(event) => setQuietTo(event.currentTarget.value)}
        />
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t(noticeWords.type)}</th>
            {channels.map((channel) => (
              <th key={channel}>{t(noticeWords.channels[channel])}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {typeNames.map((type) => (
            <tr key={type}>
              <th scope="row">{t(noticeWords.types[type])}</th>
              {channels.map((channel) => (
                <td key={channel}>{box({ type, channel })}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {problem ? <ProblemAlert problem={asProblem(problem)} /> : null}
      <div className={styles.actions}>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t(commonWords.save)}
        </Button>
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t(noticeWords.test)}
        </Button>
      </div>
    </Panel>
  );
};
