import { Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Problem } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { accountWords } from './account-words.ts';

/** Asks for the own password again, before what would let somebody else in or lock its owner out. */
export const AskPassword = ({
  title,
  problem,
  isPending,
  onGiven,
  onClose,
}: {
  title: string;
  problem: Problem | null;
  isPending: boolean;
  onGiven: (password: string) => void;
  onClose: () => void;
}) => {
  const t = useT();
  const [password, setPassword] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onGiven(password);
  };
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t(accountWords.confirmWithPassword)}
          </Text>
          {problem ? <ProblemAlert problem={problem} /> : null}
          <PasswordInput
            label={t(accountWords.currentPassword)}
            autoComplete="current-password"
            data-autofocus
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <DialogButtons label={t(accountWords.goOn)} isPending={isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
};
