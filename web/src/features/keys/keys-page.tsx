import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeysState } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { keysQuery } from '../../api/key-queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { KeyTable } from './key-table.tsx';
import styles from './keys-page.module.css';
import { keysWords } from './keys-words.ts';
import { NextSteps } from './next-steps.tsx';

/** A ceremony at the server shows here while somebody watches. */
const REFETCH_MS = 15_000;

const Root = ({ state: { root, list } }: { state: KeysState }) => {
  const t = useT();
  const format = useFormat();
  return (
    <Panel
      title={t(keysWords.root)}
      aside={
        <Tag tone={root.onServer ? 'warn' : 'good'}>
          {t(root.onServer ? keysWords.rootHere : keysWords.rootAway)}
        </Tag>
      }
    >
      <p className={styles.hint}>{t(root.onServer ? keysWords.rootHereHint : keysWords.rootAwayHint)}</p>
      <Facts
        stacked
        items={[
          ...(list
            ? ([
                [t(keysWords.listUntil), format.date(list.expiresAt)],
                [t(keysWords.listSince), format.dateTime(list.issuedAt)],
              ] as const)
            : ([[t(keysWords.listUntil), t(keysWords.noList)]] as const)),
          [
            t(keysWords.fingerprint),
            <code key="kid" className={styles.kid}>
              {root.kid}
            </code>,
          ],
        ]}
      />
    </Panel>
  );
};

const Certificate = ({ state: { certificate, steps } }: { state: KeysState }) => {
  const t = useT();
  const format = useFormat();
  if (certificate === null)
    return (
      <Panel title={t(keysWords.certificate)}>
        <p className={styles.hint}>{t(keysWords.noTls)}</p>
      </Panel>
    );
  const isRefused = certificate.refused !== null;
  const isEnding = steps.includes('renew-certificate');
  const word = isRefused
    ? keysWords.certificateRefused
    : isEnding
      ? keysWords.certificateEnding
      : keysWords.certificateFine;
  return (
    <Panel
      title={t(keysWords.certificate)}
      aside={<Tag tone={isRefused || isEnding ? 'warn' : 'good'}>{t(word)}</Tag>}
    >
      <Facts
        stacked
        items={[
          [t(keysWords.certificateUntil), format.date(certificate.validUntil)],
          [t(keysWords.certificateSince), format.date(certificate.validFrom)],
        ]}
      />
    </Panel>
  );
};

/** What keeps a newer key from signing. */
const waitingText = (
  { waiting }: KeysState,
  t: ReturnType<typeof useT>,
  format: ReturnType<typeof useFormat>,
): string | null => {
  if (waiting === null) return null;
  const until = format.dateTime(waiting.until);
  if (waiting.connected === 0) return t(keysWords.waitingForAny)(until);
  const [unaware, connected] = [format.integer(waiting.unaware), format.integer(waiting.connected)];
  return t(keysWords.waiting)(unaware, connected, until);
};

/** For administrators and auditors: what loudspeakers trust, and what has to be done to keep it so. */
export const KeysPage = () => {
  const t = useT();
  const format = useFormat();
  const keys = useQuery({ ...keysQuery(useApi()), refetchInterval: REFETCH_MS });
  return (
    <>
      <PageHeader title={t(keysWords.title)} lead={t(keysWords.lead)} />
      <QueryView query={keys} skeleton={<Skeleton h={320} />}>
        {(state) => (
          <div className={styles.page}>
            <NextSteps state={state} />
            <div className={styles.pair}>
              <Root state={state} />
              <Certificate state={state} />
            </div>
            <Panel flush title={t(keysWords.keys)} lead={waitingText(state, t, format)}>
              {state.keys.length === 0 ? (
                <p className={styles.none}>{t(keysWords.noKeys)}</p>
              ) : (
                <KeyTable keys={state.keys} />
              )}
            </Panel>
          </div>
        )}
      </QueryView>
    </>
  );
};
