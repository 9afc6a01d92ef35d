import { Button, Drawer, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Me, Policy, PolicySaved } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { policyQuery } from '../../api/broadcast-queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaName, areaTitle } from '../../words/area-name.ts';
import { commonWords } from '../../words/common-words.ts';
import { AffectedList } from './affected-list.tsx';
import { hasTopRules } from './levels.ts';
import { PolicyForm } from './policy-form.tsx';
import styles from './policy-page.module.css';
import type { PolicyRule } from './policy-week.ts';
import { type DayRules, minuteOf } from './policy-week.ts';
import { policyWords } from './policy-words.ts';
import { useRuleText } from './rule-text.ts';
import { WeekPicture } from './week-picture.tsx';

const daysOf = (week: Policy['week']): DayRules[] =>
  week.map(({ weekday, windows, caps }) => ({
    weekday,
    windows: windows.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) })),
    caps: caps.map(({ from, to, maxVolume }) => ({ from: minuteOf(from), to: minuteOf(to), maxVolume })),
  }));

const Rules = ({ rules }: { rules: readonly PolicyRule[] }) => {
  const text = useRuleText();
  return (
    <ul className={styles.rules}>
      {rules.map((rule) => (
        <li key={text(rule)}>{text(rule)}</li>
      ))}
    </ul>
  );
};

const PolicyView = ({ policy, onEdit }: { policy: Policy; onEdit: (() => void) | null }) => {
  const t = useT();
  const isTop = policy.area.level === 'province';
  return (
    <div className={styles.grid}>
      <Panel title={t(policyWords.week)} lead={areaTitle(policy.area)}>
        <WeekPicture week={daysOf(policy.week)} />
      </Panel>
      <div className={styles.side}>
        <Panel title={t(policyWords.ownOf)(areaName(policy.area))}>
          {policy.own.length > 0 ? (
            <Rules rules={policy.own} />
          ) : (
            <p className={styles.note}>{t(isTop ? policyWords.noneAtAll : policyWords.noOwn)}</p>
          )}
          {onEdit ? (
            <Button
              className={styles.edit}
              leftSection={<IconPencil size={18} stroke={1.8} aria-hidden />}
              variant="light"
              onClick={onEdit}
            >
              {t(policyWords.edit)}
            </Button>
          ) : null}
        </Panel>
        {isTop && policy.own.length > 0 ? null : (
          <Panel
            title={t(isTop ? policyWords.default : policyWords.inherited)}
            lead={t(policyWords.inheritedHint)}
          >
            {policy.inherited.map(({ area, rules }) => (
              <div key={area.code} className={styles.level}>
                <h3>{areaTitle(area)}</h3>
                <Rules rules={rules} />
              </div>
            ))}
            {hasTopRules(policy) ? null : <p className={styles.note}>{t(policyWords.defaultRule)}</p>}
          </Panel>
        )}
      </div>
    </div>
  );
};

/** When an area may sound at all, which level says so, and what a change does. */
export const PolicyPage = ({ me }: { me: Me }) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  const [search, setSearch] = useSearchParams();
  const home = me.user.area.code;
  const areaCode = search.get('dia-ban') ?? home;
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState<PolicySaved | null>(null);
  const policy = useQuery(policyQuery(useApi(), areaCode));
  const mayChange = mayDo(me, 'policies.write');

  return (
    <>
      <PageHeader title={t(policyWords.title)} lead={t(policyWords.lead)} />
      <div className={styles.area}>
        <AreaSelect
          me={me}
          label={t(commonWords.area)}
          value={areaCode}
          onChange={(code) => {
            setSaved(null);
            setSearch(code === null || code === home ? {} : { 'dia-ban': code }, { replace: true });
          }}
        />
      </div>
      {saved ? (
        <div className={styles.saved}>
          <AffectedList slots={saved.affected} saved />
        </div>
      ) : null}
      <QueryView query={policy} skeleton={<Skeleton h={420} />}>
        {(data) => (
          <>
            <PolicyView policy={data} onEdit={mayChange ? () => setEditing(true) : null} />
            <Drawer
              opened={editing}
              onClose={() => setEditing(false)}
              title={t(policyWords.ownOf)(areaName(data.area))}
              size={phone ? '100%' : 'lg'}
              keepMounted={false}
            >
              <PolicyForm
                policy={data}
                onSaved={(answer) => {
                  setSaved(answer);
                  setEditing(false);
                }}
                onCancel={() => setEditing(false)}
              />
            </Drawer>
          </>
        )}
      </QueryView>
    </>
  );
};
