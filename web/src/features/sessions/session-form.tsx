import { Button, Collapse, NumberInput, SegmentedControl, Slider, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useMemo, useState } from 'react';
import type { Area, Bulletin, Me, Session } from '../../../../controller/http/api-type.ts';
import { useApi, useServerClock } from '../../api/api-context.tsx';
import { asProblem, fieldMessage } from '../../api/problem.ts';
import { areasQuery } from '../../api/queries.ts';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { AreaMultiSelect } from '../../ui/area-select.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { classWords } from '../../words/domain-words.ts';
import { ExceptionFields } from './exception-fields.tsx';
import { keepLastTarget, lastTarget } from './last-target.ts';
import { OrderEditor } from './order-editor.tsx';
import { RecurrenceFields } from './recurrence-fields.tsx';
import { SessionConflicts } from './session-conflicts.tsx';
import styles from './session-form.module.css';
import {
  createSessionInput,
  emptyForm,
  problemField,
  type SessionForm as SessionFormState,
  titleOf,
  totalDurationMs,
} from './session-form-state.ts';
import { sessionWords } from './session-words.ts';
import { WhenFields } from './when-fields.tsx';

interface SessionFormProps {
  readonly me: Me;
  readonly start: { readonly bulletins: readonly Bulletin[]; readonly areaCode?: string };
  onMade(session: Session): void;
}

const firstTargets = ({ bulletins, areaCode }: SessionFormProps['start']): string[] => {
  const bulletinArea = bulletins.find(({ area }) => area.level === 'commune')?.area.code;
  const target = areaCode ?? bulletinArea ?? lastTarget();
  return target === null ? [] : [target];
};

const useAllAreas = (): Area[] => {
  const api = useApi();
  const districts = useQuery(areasQuery(api, 'district'));
  const communes = useQuery(areasQuery(api, 'commune'));
  return useMemo(
    () => [...(districts.data?.items ?? []), ...(communes.data?.items ?? [])],
    [districts.data, communes.data],
  );
};

export const SessionForm = ({ me, start, onMade }: SessionFormProps) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const api = useApi();
  const clock = useServerClock();
  const client = useQueryClient();
  const areas = useAllAreas();
  const [more, { toggle: toggleMore }] = useDisclosure(false);
  const [form, setForm] = useState(() =>
    emptyForm(clock.now(), { bulletins: start.bulletins, targets: firstTargets(start) }),
  );
  const [tried, setTried] = useState(false);
  const change = (part: Partial<SessionFormState>): void => setForm((held) => ({ ...held, ...part }));

  const create = useMutation({
    mutationFn: () =>
      api.createSession(createSessionInput(form, { now: clock.now(), areas, home: me.user.area.code })),
    onSuccess: async (session) => {
      const [target] = form.targets;
      if (target) keepLastTarget(target);
      onMade(session);
      await Promise.all(
        ['schedule', 'sessions', 'overview'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });

  const problem = create.error ? asProblem(create.error) : null;
  const belongs = problemField(problem);
  const errorOf = (field: NonNullable<typeof belongs>): string | null =>
    fieldMessage(problem, field) ??
    (problem && belongs === field ? problem[language === 'vi' ? 'detail' : 'detailEn'] : null);
  const asksException = problem?.code === 'Session_QuietHours' || form.exceptionReason !== '';

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (form.targets.length > 0) create.mutate();
  };

  return (
    <form className={styles.form} onSubmit={submit} aria-label={t(sessionWords.formTitle)}>
      <section className={styles.section}>
        <header className={styles.head}>
          <h3>{t(sessionWords.program)}</h3>
          <span>
            {form.bulletins.length > 0
              ? t(sessionWords.total)(format.duration(totalDurationMs(form.bulletins)))
              : null}
          </span>
        </header>
        <OrderEditor
          bulletins={form.bulletins}
          onChange={(bulletins) => change({ bulletins })}
          error={errorOf('bulletinIds')}
        />
      </section>

      <AreaMultiSelect
        me={me}
        label={t(sessionWords.targets)}
        description={t(sessionWords.targetsHint)}
        {...(form.targets.length === 0 ? { placeholder: t(sessionWords.targetsExample) } : {})}
        value={[...form.targets]}
        onChange={(targets) => change({ targets })}
        error={tried && form.targets.length === 0 ? t(sessionWords.targetsMissing) : errorOf('targets')}
      />

      <WhenFields form={form} onChange={change} error={errorOf('startsLocal')} />
      <RecurrenceFields form={form} onChange={change} error={errorOf('rrule')} />

      <button type="button" className={styles.more} aria-expanded={more} onClick={toggleMore}>
        {t(sessionWords.options)}
        <IconChevronDown size={18} aria-hidden className={styles.chevron} data-open={more || undefined} />
      </button>
      <Collapse expanded={more || belongs === 'title' || belongs === 'durationMs' || belongs === 'volume'}>
        <div className={styles.options}>
          <TextInput
            label={t(sessionWords.titleField)}
            placeholder={titleOf(form)}
            value={form.title}
            maxLength={200}
            onChange={(event) => change({ title: event.currentTarget.value })}
            error={errorOf('title')}
          />
          <NumberInput
            label={t(sessionWords.duration)}
            description={t(sessionWords.durationAuto)}
            value={form.minutes ?? ''}
            min={1}
            max={240}
            allowDecimal={false}
            onChange={(value) => change({ minutes: typeof value === 'number' ? value : null })}
            error={errorOf('durationMs')}
          />
          <div>
            <p className={styles.label} id="class-label">
              {t(sessionWords.class)}
            </p>
            <SegmentedControl
              aria-labelledby="class-label"
              fullWidth
              value={form.class}
              onChange={(value) => change({ class: value === 'priority' ? 'priority' : 'normal' })}
              data={[
                { value: 'normal', label: t(classWords.normal) },
                { value: 'priority', label: t(classWords.priority) },
              ]}
            />
          </div>
          <div>
            <p className={styles.label}>
              {t(sessionWords.volume)} <strong>{format.integer(form.volume)}%</strong>
            </p>
            <Slider
              value={form.volume}
              onChange={(volume) => change({ volume })}
              thumbLabel={t(sessionWords.volume)}
              label={null}
              step={5}
            />
            {errorOf('volume') ? <p className={styles.error}>{errorOf('volume')}</p> : null}
          </div>
        </div>
      </Collapse>

      <SessionConflicts form={form} areas={areas} home={me.user.area.code} />
      {asksException ? (
        <ExceptionFields
          detail={errorOf('exceptionReason')}
          reason={form.exceptionReason}
          onChange={(exceptionReason) => change({ exceptionReason })}
        />
      ) : null}
      {problem && belongs === null ? <ProblemAlert problem={problem} /> : null}

      <div className={styles.foot}>
        <Button
          type="submit"
          size="md"
          fullWidth
          loading={create.isPending}
          disabled={asksException && form.exceptionReason.trim().length < 5}
        >
          {t(asksException ? sessionWords.exceptionSubmit : sessionWords.submit)}
        </Button>
      </div>
    </form>
  );
};
