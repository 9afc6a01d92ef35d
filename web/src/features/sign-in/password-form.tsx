import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import styles from './sign-in-page.module.css';
import { signInWords } from './sign-in-words.ts';

/** First step: who, and the password. */
export const PasswordForm = ({
  onSignedIn,
  onOwesCode,
}: {
  onSignedIn: (me: Me) => void;
  onOwesCode: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');

  const signIn = useMutation({
    mutationFn: () => api.signIn(username.trim(), password),
    onSuccess: (answer) => ('step' in answer ? onOwesCode() : onSignedIn(answer)),
  });

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {signIn.error ? <ProblemAlert problem={asProblem(signIn.error)} /> : null}
        <TextInput
          label={t(signInWords.username)}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label={t(signInWords.password)}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending} mt="xs">
          {t(signInWords.submit)}
        </Button>
      </Stack>
      <p className={styles.hint}>{t(signInWords.hint)}</p>
    </form>
  );
};
