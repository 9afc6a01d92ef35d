import { Button, CopyButton, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { commonWords } from '../../words/common-words.ts';
import styles from './account.module.css';
import { accountWords } from './account-words.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** Scan, type the first code, put the recovery codes away. `password` where an earlier telephone is replaced. */
export const SecondFactorSetup = ({
  password,
  narrow = false,
  onDone,
}: {
  password: string | null;
  narrow?: boolean;
  onDone: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const [code, setCode] = useState('');
  // Asked for once: each asking makes another secret.
  const begun = useQuery({
    queryKey: ['second-factor-begun'],
    queryFn: () => api.beginSecondFactor(password),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => api.confirmSecondFactor(code),
    onError: () => setCode(''),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    confirm.mutate();
  };
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onKept={onDone} />;
  return (
    <QueryView query={begun} skeleton={<Skeleton h={320} />}>
      {({ secret, address }) => (
        <form onSubmit={submit}>
          <div className={styles.scan} data-wide={narrow ? undefined : true}>
            <div>
              <Text fw={600}>{t(accountWords.scanTitle)}</Text>
              <Text size="sm" c="dimmed">
                {t(accountWords.scanLead)}
              </Text>
            </div>
            <div className={styles.scanned}>
              <QrCode text={address} label={t(accountWords.qrLabel)} />
            </div>
            <Stack gap="sm">
              <div>
                <Text size="sm">{t(accountWords.cannotScan)}</Text>
                <div className={styles.secret}>{inFours(secret)}</div>
                <Group gap="xs" mt="xs">
                  <CopyButton value={secret}>
                    {({ copied, copy }) => (
                      <Button size="xs" variant="default" onClick={copy}>
                        {t(copied ? commonWords.copied : accountWords.copyKey)}
                      </Button>
                    )}
                  </CopyButton>
                  <Button component="a" href={address} size="xs" variant="default" hiddenFrom="sm">
                    {t(accountWords.openInApp)}
                  </Button>
                </Group>
              </div>
              {confirm.error ? <ProblemAlert problem={asProblem(confirm.error)} /> : null}
              <TextInput
                label={t(accountWords.codeLabel)}
                inputMode="numeric"
                autoComplete="one-time-code"
                placeholder="000000"
                maxLength={7}
                required
                withAsterisk={false}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              <Button type="submit" loading={confirm.isPending}>
                {t(accountWords.confirm)}
              </Button>
            </Stack>
          </div>
        </form>
      )}
    </QueryView>
  );
};
