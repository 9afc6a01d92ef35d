import { SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { Announcement, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { areaQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { announcementMarks } from '../../words/domain-words.ts';
import { keepLastTarget, lastTarget } from '../sessions/last-target.ts';
import { announcementWords } from './announcement-words.ts';
import { ClipPicker } from './clip-picker.tsx';
import { GlassForm } from './glass-form.tsx';
import { LengthFields } from './length-fields.tsx';
import { PlaceFields } from './place-fields.tsx';
import { ReachLine } from './reach-line.tsx';
import { requestWords } from './request-words.ts';
import {
  emptyStartForm,
  firstPlace,
  missingOf,
  type StartForm,
  type StartKind,
  startInput,
  stopsInTheWay,
  takesSecondPerson,
} from './start-form.ts';
import styles from './start-form-view.module.css';
import { StopInForce } from './stop-in-force.tsx';
import { useInForce } from './use-in-force.ts';

const tones = { emergency: 'emergency', exercise: 'exercise', test: 'plain' } as const;

interface StartFormViewProps {
  readonly me: Me;
  /** What this account may start, at least one. */
  readonly kinds: readonly StartKind[];
  onStarted(announcement: Announcement): void;
}

/** Emergency, exercise or test tone: one form, and each kind looks like what it is. */
export const StartFormView = ({ me, kinds, onStarted }: StartFormViewProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [form, setForm] = useState(() => emptyStartForm(firstPlace(me.user.area, lastTarget()), kinds[0]));
  const change = (part: Partial<StartForm>): void => setForm((held) => ({ ...held, ...part }));
  const chooseClip = useCallback((bulletinId: string) => setForm((held) => ({ ...held, bulletinId })), []);

  const { areaCode } = form.place;
  const stops = stopsInTheWay(useInForce(areaCode), form.place);
  const start = useMutation({
    mutationFn: (glass: string | null) => api.startAnnouncement(startInput(form, stops, glass)),
    onSuccess: async (begun) => {
      if (areaCode !== null) keepLastTarget(areaCode);
      setForm(emptyStartForm(areaCode, kinds[0]));
      // What waits for a second person shows on every page, this one included.
      if ('requestedBy' in begun) window.scrollTo({ top: 0 });
      else onStarted(begun);
      await client.invalidateQueries({ queryKey: ['announcements'] });
    },
    // A stop that was given a moment ago shows up at once beside its refusal.
    onError: () => client.invalidateQueries({ queryKey: ['announcements'] }),
  });
  const area = useQuery({ ...areaQuery(api, areaCode ?? ''), enabled: areaCode !== null });
  const wide = takesSecondPerson(form, area.data?.level);
  const missing = missingOf(form, stops);
  const lifts = form.kind === 'emergency' && stops.length > 0 && form.liftStops;

  return (
    <section className={styles.root} data-kind={form.kind} aria-labelledby="start-heading">
      <header className={styles.head}>
        <h2 id="start-heading" className={styles.title}>
          <KindIcon kind={form.kind} size={26} />
          {t(announcementMarks[form.kind])}
        </h2>
        <p className={styles.lead}>{t(announcementWords.kindLeads[form.kind])}</p>
      </header>
      <div className={styles.body}>
        {kinds.length > 1 ? (
          <SegmentedControl
            fullWidth
            aria-label={t(announcementWords.kind)}
            value={form.kind}
            onChange={(value) => {
              const kind = kinds.find((one) => one === value);
              if (kind) change({ kind, liftStops: false });
            }}
            data={kinds.map((kind) => ({ value: kind, label: t(announcementWords.kinds[kind]) }))}
          />
        ) : null}
        <PlaceFields
          me={me}
          label={t(announcementWords.place)}
          place={form.place}
          onChange={(place) => change({ place, liftStops: false, bulletinId: null })}
        />
        {form.kind !== 'test' && areaCode !== null ? (
          <ClipPicker area={areaCode} value={form.bulletinId} onChange={chooseClip} />
        ) : null}
        {form.kind === 'emergency' ? <LengthFields form={form} onChange={change} /> : null}
        {stops.length > 0 ? (
          <StopInForce
            stops={stops}
            kind={form.kind}
            lift={form.liftStops}
            onLift={(liftStops) => change({ liftStops })}
          />
        ) : null}
        <ReachLine place={form.place} />
        {wide ? <p className={styles.wide}>{t(requestWords.wide)}</p> : null}
        {start.error ? <ProblemAlert problem={asProblem(start.error)} /> : null}
        <HoldButton
          tone={tones[form.kind]}
          icon={<KindIcon kind={form.kind} />}
          disabled={missing !== null}
          loading={start.isPending}
          onHeld={() => start.mutate(null)}
        >
          {t(
            wide
              ? requestWords.ask
              : lifts
                ? announcementWords.liftAndStart
                : announcementWords.start[form.kind],
          )}
        </HoldButton>
        {wide ? (
          <GlassForm
            disabled={missing !== null}
            loading={start.isPending}
            onHeld={(reason) => start.mutate(reason)}
          />
        ) : null}
        {missing === 'place' || missing === 'clip' ? (
          <p className={styles.missing}>
            {t(missing === 'place' ? announcementWords.placeMissing : announcementWords.clipMissing)}
          </p>
        ) : null}
      </div>
    </section>
  );
};
