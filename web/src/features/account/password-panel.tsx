import { Button, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { NewPasswordFields } from '../sign-in/new-password-fields.tsx';
import { accountWords } from './account-words.ts';

export const PasswordPanel = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => api.changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      notifications.show({ color: 'green', message: t(accountWords.passwordChanged) });
      void client.invalidateQueries({ queryKey: ['own-sessions'] });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Panel title={t(accountWords.password)}>
      <form onSubmit={submit}>
        <Stack gap="md" maw="24rem">
          {change.error ? <ProblemAlert problem={asProblem(change.error)} /> : null}
          <PasswordInput
            label={t(accountWords.currentPassword)}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPasswordFields username={me.user.username} value={next} onChange={setNext} />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t(accountWords.changePassword)}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
};
