import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Policy, PolicySaved } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { scheduleQuery } from '../../api/queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { useT } from '../../i18n/language.tsx';
import { LocalDates } from '../../ui/local-dates.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { type Affected, newlyAffected } from './affected.ts';
import { AffectedList, type AffectedSlot } from './affected-list.tsx';
import { levelsWith } from './levels.ts';
import styles from './policy-form.module.css';
import type { PolicyRule } from './policy-week.ts';
import { defaultRule, weekOf } from './policy-week.ts';
import { policyWords } from './policy-words.ts';
import { RuleFields } from './rule-fields.tsx';
import { WeekPicture } from './week-picture.tsx';

const DAYS_AHEAD = 14;

interface PolicyFormProps {
  readonly policy: Policy;
  onSaved(saved: PolicySaved): void;
  onCancel(): void;
}

const slotOf = ({ entry, effect }: Affected): AffectedSlot => ({
  sessionId: entry.sessionId,
  title: entry.title,
  date: entry.date,
  startAt: entry.startAt,
  effect,
});

/** What a change of the hours would do to the slots of the coming two weeks. */
const useAffected = (policy: Policy, rules: readonly PolicyRule[]): AffectedSlot[] => {
  const today = localDateOf(useServerNow(60_000));
  const schedule = useQuery(
    scheduleQuery(useApi(), {
      area: policy.area.code,
      from: toRfc3339(instantOf(today)),
      to: toRfc3339(instantOf(addDays(today, DAYS_AHEAD))),
    }),
  );
  return newlyAffected(
    schedule.data?.items ?? [],
    weekOf(levelsWith(policy, policy.own)),
    weekOf(levelsWith(policy, rules)),
  ).map(slotOf);
};

/** Rules have no names of their own; each keeps a number while it is edited, so that fields stay with their rule. */
interface Row {
  readonly key: number;
  readonly rule: PolicyRule;
}

export const PolicyForm = ({ policy, onSaved, onCancel }: PolicyFormProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [rows, setRows] = useState<readonly Row[]>(() => policy.own.map((rule, key) => ({ key, rule })));
  const rules = rows.map(({ rule }) => rule);
  const affected = useAffected(policy, rules);
  const save = useMutation({
    mutationFn: () => api.putPolicy(policy.area.code, rules),
    onSuccess: async (saved) => {
      notifications.show({ title: t(policyWords.saved), message: '', color: 'la' });
      onSaved(saved);
      await Promise.all(
        ['policy', 'schedule', 'dry-run'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const add = (): void =>
    setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, rule: defaultRule }]);

  return (
    <form className={styles.form} onSubmit={submit}>
      <div>
        <h3 className={styles.heading}>{t(policyWords.weekDraft)}</h3>
        <WeekPicture week={weekOf(levelsWith(policy, rules))} />
      </div>
      <LocalDates>
        <div className={styles.rules}>
          {rows.length === 0 ? <p className={styles.empty}>{t(policyWords.noRules)}</p> : null}
          {rows.map(({ key, rule }, index) => (
            <RuleFields
              key={key}
              rule={rule}
              index={index}
              onChange={(changed) =>
                setRows(rows.map((row) => (row.key === key ? { key, rule: changed } : row)))
              }
              onRemove={() => setRows(rows.filter((row) => row.key !== key))}
            />
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden />}
            onClick={add}
          >
            {t(policyWords.add)}
          </Button>
        </div>
      </LocalDates>
      <AffectedList slots={affected} saved={false} />
      {save.error ? <ProblemAlert problem={asProblem(save.error)} /> : null}
      <div className={styles.foot}>
        <Button variant="default" size="md" onClick={onCancel}>
          {t(commonWords.cancel)}
        </Button>
        <Button
          type="submit"
          size="md"
          loading={save.isPending}
          disabled={rules.some((rule) => rule.weekdays.length === 0)}
        >
          {t(commonWords.save)}
        </Button>
      </div>
    </form>
  );
};
