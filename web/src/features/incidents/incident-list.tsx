import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { AreaRef, Incident } from '../../../../controller/http/api-type.ts';
import { useFormat, useLanguage } from '../../i18n/language.tsx';
import { groupByArea } from '../../ui/group-by-area.ts';
import { Panel } from '../../ui/panel.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { type IncidentDecision, IncidentDialog } from './incident-dialog.tsx';
import styles from './incident-list.module.css';
import { bySeverity, isGrouped } from './incident-order.ts';
import { IncidentRow } from './incident-row.tsx';
import { SeverityMark } from './severity-mark.tsx';

/** Absent for those who may only look. */
type OnDecide = ((decision: IncidentDecision) => void) | undefined;

interface RowProps {
  readonly incident: Incident;
  readonly withArea: boolean;
  readonly onDecide: OnDecide;
}

const Row = ({ incident, withArea, onDecide }: RowProps) => (
  <IncidentRow
    incident={incident}
    withArea={withArea}
    onAcknowledge={onDecide && (() => onDecide({ incident, deed: 'acknowledge' }))}
    onClose={onDecide && (() => onDecide({ incident, deed: 'close' }))}
  />
);

interface GroupProps {
  readonly area: AreaRef;
  /** The gravest first. */
  readonly incidents: readonly Incident[];
  readonly onDecide: OnDecide;
}

/** A commune with several incidents: the gravest is named, the rest opens beneath. */
const Group = ({ area, incidents, onDecide }: GroupProps) => {
  const format = useFormat();
  const { language } = useLanguage();
  const [opened, setOpened] = useState(false);
  const bodyId = useId();
  const [first] = incidents;
  if (!first) return null;
  return (
    <>
      <button
        type="button"
        className={styles.head}
        aria-expanded={opened}
        aria-controls={bodyId}
        onClick={() => setOpened(!opened)}
      >
        <SeverityMark severity={first.severity} />
        <span className={styles.name}>
          <strong>
            {areaTitle(area)} <span className={styles.count}>{format.integer(incidents.length)}</span>
          </strong>
          {opened ? null : <span className={styles.first}>{first.title[language]}</span>}
        </span>
        <IconChevronDown size={20} stroke={1.8} aria-hidden className={styles.chevron} />
      </button>
      <div id={bodyId} className={styles.body}>
        {opened
          ? incidents.map((incident) => (
              <Row key={incident.id} incident={incident} withArea={false} onDecide={onDecide} />
            ))
          : null}
      </div>
    </>
  );
};

/** The gravest first; where there are many, those of a commune together. */
export const IncidentList = ({
  incidents,
  mayChange,
}: {
  incidents: readonly Incident[];
  mayChange: boolean;
}) => {
  const [decision, setDecision] = useState<IncidentDecision | null>(null);
  const onDecide = mayChange ? setDecision : undefined;
  const ordered = bySeverity(incidents);
  const groups = isGrouped(incidents)
    ? groupByArea(ordered).map(({ items }) => items)
    : ordered.map((incident) => [incident]);
  return (
    <>
      <Panel flush>
        <ul className={styles.rows}>
          {groups.map((items) => {
            const [first, ...rest] = items;
            if (!first) return null;
            return (
              <li key={first.id}>
                {rest.length === 0 ? (
                  <Row incident={first} withArea onDecide={onDecide} />
                ) : (
                  <Group area={first.area} incidents={items} onDecide={onDecide} />
                )}
              </li>
            );
          })}
        </ul>
      </Panel>
      <IncidentDialog decision={decision} onClose={() => setDecision(null)} />
    </>
  );
};
