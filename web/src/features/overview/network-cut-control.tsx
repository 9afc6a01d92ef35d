import { Button } from '@mantine/core';
import { IconCloudOff, IconFlask2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import styles from './network-cut-control.module.css';
import { overviewWords } from './overview-words.ts';

/** The demo's experiment: what residents hear does not depend on the network. */
export const NetworkCutControl = ({ me }: { me: Me }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const now = useServerNow();
  const left = me.networkCutUntil === null ? 0 : Date.parse(me.networkCutUntil) - now;

  const cut = useMutation({
    mutationFn: () => api.cutNetwork(),
    onSuccess: ({ until }) =>
      client.setQueryData<Me>(['me'], (held) => held && { ...held, networkCutUntil: until }),
  });

  return (
    <section className={styles.root} aria-labelledby="cut-heading">
      <div className={styles.text}>
        <h2 id="cut-heading" className={styles.title}>
          <IconFlask2 size={17} stroke={1.8} aria-hidden />
          {t(overviewWords.cutTitle)}
        </h2>
        <p className={styles.lead}>{t(overviewWords.cutLead)}</p>
      </div>
      <Button
        color="dong"
        variant="light"
        leftSection={<IconCloudOff size={18} aria-hidden />}
        loading={cut.isPending}
        disabled={left > 0}
        onClick={() => cut.mutate()}
      >
        {left > 0 ? t(overviewWords.cutRunning)(format.countdown(left)) : t(overviewWords.cutButton)}
      </Button>
      {cut.error ? <ProblemAlert problem={asProblem(cut.error)} /> : null}
    </section>
  );
};
