import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiToken, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SecretDialog } from '../../ui/secret-dialog.tsx';
import { Sure } from '../../ui/sure.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import styles from './account.module.css';
import { accountWords, actionWord } from './account-words.ts';
import { TokenForm } from './token-form.tsx';

const TokenRow = ({
  token,
  isRevoking,
  onRevoke,
}: {
  token: ApiToken;
  isRevoking: boolean;
  onRevoke: () => void;
}) => {
  const t = useT();
  const format = useFormat();
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <div className={styles.name}>
          {token.name}
          <Tag tone={token.state === 'active' ? 'good' : 'idle'}>{t(accountWords[token.state])}</Tag>
        </div>
        <div className={styles.detail}>{token.actions.map((action) => t(actionWord(action))).join(', ')}</div>
        <div className={styles.detail}>
          {[
            token.areas.map(areaTitle).join(', '),
            t(accountWords.until)(format.date(token.expiresAt)),
            token.lastUsedAt
              ? t(accountWords.lastUsed)(format.dateTime(token.lastUsedAt))
              : t(accountWords.neverUsed),
          ].join(' · ')}
        </div>
      </div>
      {token.state === 'active' ? (
        <Sure
          size="xs"
          label={accountWords.revoke}
          question={accountWords.revokeSure}
          isPending={isRevoking}
          onYes={onRevoke}
        />
      ) : null}
    </li>
  );
};

export const TokensPanel = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [isMaking, setIsMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const tokens = useQuery({ queryKey: ['own-tokens'], queryFn: ({ signal }) => api.ownTokens(signal) });
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['own-tokens'] });
  const revoke = useMutation({ mutationFn: (id: string) => api.revokeToken(id), onSettled: refresh });
  return (
    <Panel title={t(accountWords.tokens)} lead={t(accountWords.tokensLead)}>
      <QueryView query={tokens}>
        {({ items }) => (
          <Stack gap="md">
            {revoke.error ? <ProblemAlert problem={asProblem(revoke.error)} /> : null}
            {items.length === 0 ? (
              <Text c="dimmed">{t(accountWords.noTokens)}</Text>
            ) : (
              <ul className={styles.list}>
                {items.map((token) => (
                  <TokenRow
                    key={token.id}
                    token={token}
                    isRevoking={revoke.isPending}
                    onRevoke={() => revoke.mutate(token.id)}
                  />
                ))}
              </ul>
            )}
            <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setIsMaking(true)}>
              {t(accountWords.newToken)}
            </Button>
          </Stack>
        )}
      </QueryView>
      {isMaking ? (
        <TokenForm
          me={me}
          onClose={() => setIsMaking(false)}
          onCreated={(created) => {
            setIsMaking(false);
            setSecret(created.secret);
            refresh();
          }}
        />
      ) : null}
      <SecretDialog
        title={t(accountWords.tokenSecret)}
        lead={t(accountWords.tokenOnce)}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Panel>
  );
};
