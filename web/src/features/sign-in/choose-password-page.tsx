import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { SignInLayout } from './sign-in-layout.tsx';
import { signInWords } from './sign-in-words.ts';

const ToSignIn = ({ children }: { children: ReactNode }) => {
  const t = useT();
  const [, navigate] = useLocation();
  return (
    <Stack gap="md">
      {children}
      <Button size="md" onClick={() => navigate('/dang-nhap', { replace: true })}>
        {t(signInWords.title)}
      </Button>
    </Stack>
  );
};

/** Where a link leads that an administrator handed over: the secret stands behind `#`, which browsers do not send. */
export const ChoosePasswordPage = () => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const format = useFormat();
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const owner = useQuery({
    queryKey: ['password-link', token],
    queryFn: ({ signal }) => api.readPasswordLink(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const choose = useMutation({
    mutationFn: () => api.choosePassword(token, password),
    onSuccess: () => client.removeQueries({ queryKey: ['me'] }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    choose.mutate();
  };

  // A link that is spent stays so: to ask once more helps nobody.
  const spent = owner.error && asProblem(owner.error).status === 410 ? asProblem(owner.error) : null;
  return (
    <SignInLayout title={t(signInWords.chooseTitle)}>
      {choose.isSuccess ? (
        <ToSignIn>
          <Text>{t(signInWords.chosen)}</Text>
        </ToSignIn>
      ) : spent ? (
        <ToSignIn>
          <ProblemAlert problem={spent} />
        </ToSignIn>
      ) : (
        <QueryView query={owner} skeleton={<Skeleton h={180} />}>
          {({ username, displayName, expiresAt }) => (
            <form onSubmit={submit}>
              <Stack gap="md">
                <Text>{t(signInWords.chooseFor)(displayName, username)}</Text>
                {choose.error ? <ProblemAlert problem={asProblem(choose.error)} /> : null}
                <NewPasswordFields username={username} value={password} onChange={setPassword} />
                <Button type="submit" size="md" loading={choose.isPending}>
                  {t(signInWords.choose)}
                </Button>
                <Text size="sm" c="dimmed">
                  {t(signInWords.linkUntil)(format.dateTime(expiresAt))}
                </Text>
              </Stack>
            </form>
          )}
        </QueryView>
      )}
    </SignInLayout>
  );
};
