import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { accountWords } from './account-words.ts';
import { AskPassword } from './ask-password.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';

type Asked = 'replace' | 'newCodes' | 'turnOff';
/** What is under way; `setup` with the password where an earlier telephone is replaced. */
type Doing =
  | { what: 'nothing' }
  | { what: 'asking'; asked: Asked }
  | { what: 'setup'; password: string | null }
  | { what: 'codes'; codes: readonly string[] };

export const SecondFactorPanel = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>({ what: 'nothing' });
  const isOn = me.secondFactor === 'on';
  const done = (): void => {
    setDoing({ what: 'nothing' });
    void client.invalidateQueries({ queryKey: ['me'] });
  };
  const act = useMutation({
    mutationFn: async ({ asked, password }: { asked: Asked; password: string }): Promise<Doing> => {
      if (asked === 'replace') return { what: 'setup', password };
      if (asked === 'newCodes')
        return { what: 'codes', codes: (await api.renewRecoveryCodes(password)).recoveryCodes };
      await api.removeSecondFactor(password);
      return { what: 'nothing' };
    },
    onSuccess: (next) => (next.what === 'nothing' ? done() : setDoing(next)),
  });
  const ask = (asked: Asked): void => {
    act.reset();
    setDoing({ what: 'asking', asked });
  };

  return (
    <Panel
      title={t(accountWords.secondFactor)}
      lead={t(accountWords.secondFactorLead)}
      aside={<Tag tone={isOn ? 'good' : 'idle'}>{t(isOn ? accountWords.on : accountWords.off)}</Tag>}
    >
      {doing.what === 'setup' ? <SecondFactorSetup password={doing.password} onDone={done} /> : null}
      {doing.what === 'codes' ? <RecoveryCodes codes={doing.codes} onKept={done} /> : null}
      {doing.what === 'asking' ? (
        <AskPassword
          title={t(doing.asked === 'turnOff' ? accountWords.turnOffTitle : accountWords[doing.asked])}
          problem={act.error && asProblem(act.error)}
          isPending={act.isPending}
          onGiven={(password) => act.mutate({ asked: doing.asked, password })}
          onClose={() => setDoing({ what: 'nothing' })}
        />
      ) : null}
      {doing.what === 'nothing' || doing.what === 'asking' ? (
        <Stack gap="sm">
          {isOn ? <Text size="sm">{t(accountWords.codesLeft)(me.recoveryCodesLeft)}</Text> : null}
          <Group gap="sm">
            {isOn ? (
              <>
                <Button variant="default" onClick={() => ask('replace')}>
                  {t(accountWords.replace)}
                </Button>
                <Button variant="default" onClick={() => ask('newCodes')}>
                  {t(accountWords.newCodes)}
                </Button>
                <Button variant="subtle" color="son" onClick={() => ask('turnOff')}>
                  {t(accountWords.turnOff)}
                </Button>
              </>
            ) : (
              <Button onClick={() => setDoing({ what: 'setup', password: null })}>
                {t(accountWords.setUp)}
              </Button>
            )}
          </Group>
        </Stack>
      ) : null}
    </Panel>
  );
};
