import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { signInWords } from './sign-in-words.ts';

/** Second step: the code of the telephone, or a recovery code. */
export const CodeForm = ({ onSignedIn, onBack }: { onSignedIn: (me: Me) => void; onBack: () => void }) => {
  const t = useT();
  const api = useApi();
  const [code, setCode] = useState('');
  const [isRecovery, setIsRecovery] = useState(false);

  const give = useMutation({
    mutationFn: () => api.giveCode(code.trim()),
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    give.mutate();
  };
  const swap = (): void => {
    setIsRecovery(!isRecovery);
    setCode('');
    give.reset();
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {t(isRecovery ? signInWords.recoveryLead : signInWords.codeLead)}
        </Text>
        {give.error ? <ProblemAlert problem={asProblem(give.error)} /> : null}
        <TextInput
          key={isRecovery ? 'recovery' : 'code'}
          label={t(isRecovery ? signInWords.recoveryCode : signInWords.code)}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          inputMode={isRecovery ? 'text' : 'numeric'}
          maxLength={isRecovery ? 24 : 7}
          placeholder={isRecovery ? 'XXXX-XXXX-XXXX-XXXX' : '000000'}
          data-autofocus
          autoFocus
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" fullWidth loading={give.isPending}>
          {t(signInWords.submit)}
        </Button>
        <Anchor component="button" type="button" size="sm" ta="left" onClick={swap}>
          {t(isRecovery ? signInWords.useCode : signInWords.useRecovery)}
        </Anchor>
        <Anchor component="button" type="button" size="sm" ta="left" c="dimmed" onClick={onBack}>
          {t(signInWords.back)}
        </Anchor>
      </Stack>
    </form>
  );
};
