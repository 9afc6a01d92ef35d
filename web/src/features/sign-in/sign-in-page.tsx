import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { BrandMark, DrumMotif } from '../../frame/brand.tsx';
import { frameWords } from '../../frame/frame-words.ts';
import { LanguageSwitch } from '../../frame/language-switch.tsx';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import styles from './sign-in-page.module.css';
import { signInWords } from './sign-in-words.ts';

/** Only paths of this page: an address in a link must not lead anywhere else after signing in. */
const safeNext = (search: string): string => {
  const next = new URLSearchParams(search).get('tiep') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') ? next : '/';
};

export const SignInPage = () => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');

  useEffect(() => {
    document.title = `${t(signInWords.title)} – Truyền thanh`;
  }, [t]);

  const signIn = useMutation({
    mutationFn: () => api.signIn(username.trim(), password),
    onSuccess: (me) => {
      client.clear();
      client.setQueryData(['me'], me);
      navigate(safeNext(search), { replace: true });
    },
  });

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };

  return (
    <div className={styles.page}>
      <div className={styles.story}>
        <DrumMotif className={styles.motif} />
        <div className={styles.brand}>
          <BrandMark size={44} />
          <span>{t(frameWords.product)}</span>
        </div>
        <div className={styles.words}>
          <p className={styles.promise}>{t(signInWords.promise)}</p>
          <p className={styles.explained}>{t(signInWords.explained)}</p>
        </div>
      </div>
      <main className={styles.side}>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
        <form onSubmit={submit} className={styles.form}>
          <h1 className={styles.title}>{t(signInWords.title)}</h1>
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
      </main>
    </div>
  );
};
