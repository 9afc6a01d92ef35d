import { Anchor, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { frameWords } from '../../frame/frame-words.ts';
import { useT } from '../../i18n/language.tsx';
import { SignInLayout } from '../sign-in/sign-in-layout.tsx';
import { accountWords } from './account-words.ts';
import { SecondFactorSetup } from './second-factor-setup.tsx';

/** Instead of every other page, until the account has the second factor that it owes. */
export const SecondFactorFirst = () => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const again = (): void => void client.invalidateQueries();
  const signOut = async (): Promise<void> => {
    await api.signOut();
    await client.resetQueries({ queryKey: ['me'] });
  };
  return (
    <SignInLayout title={t(accountWords.firstTitle)}>
      <Stack gap="md">
        <Text>{t(accountWords.firstLead)}</Text>
        <SecondFactorSetup password={null} narrow onDone={again} />
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="left"
          c="dimmed"
          onClick={() => void signOut()}
        >
          {t(frameWords.signOut)}
        </Anchor>
      </Stack>
    </SignInLayout>
  );
};
