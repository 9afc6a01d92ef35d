import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Incident } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import styles from './incident-row.module.css';
import { incidentWords } from './incident-words.ts';
import { SeverityMark } from './severity-mark.tsx';

interface IncidentRowProps {
  readonly incident: Incident;
  /** Left out under a heading that names the commune. */
  readonly withArea: boolean;
  /** Absent for those who may only look. */
  readonly onAcknowledge?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
}

const logHref = (incident: Incident): string => {
  const search = new URLSearchParams({
    ngay: localDateOf(Date.parse(incident.openedAt)),
    'dia-ban': incident.area.code,
    ...(incident.sessionId === null ? {} : { buoi: incident.sessionId }),
  });
  return `/nhat-ky?${search}`;
};

/** Where to look further; only what the incident is about. */
const Links = ({ incident }: { incident: Incident }) => {
  const t = useT();
  return (
    <span className={styles.links}>
      {incident.sessionId === null && incident.itemId === null ? null : (
        <Link href={logHref(incident)}>{t(incidentWords.toLog)}</Link>
      )}
      {incident.announcementId === null ? null : (
        <Link href={`/khan-cap?lenh=${incident.announcementId}`}>{t(incidentWords.toAnnouncement)}</Link>
      )}
    </span>
  );
};

const Where = ({ incident, withArea }: { incident: Incident; withArea: boolean }) => {
  const { clusterId, clusterName, area } = incident;
  if (clusterName === null && !withArea) return null;
  return (
    <p className={styles.where}>
      {clusterId === null ? null : <Link href={`/cum-loa/${clusterId}`}>{clusterName ?? clusterId}</Link>}
      {clusterId !== null && withArea ? ', ' : ''}
      {withArea ? areaTitle(area) : ''}
    </p>
  );
};

const useWhen = (incident: Incident): string => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(10_000);
  const age = (at: string): string => format.age(Math.max(0, now - Date.parse(at)));
  const { closedAt, closedBy, acknowledgedAt, acknowledgedBy } = incident;
  return [
    format.dateTime(incident.openedAt),
    ...(incident.count > 1
      ? [t(incidentWords.times)(format.integer(incident.count)), t(incidentWords.last)(age(incident.lastAt))]
      : closedAt === null
        ? [age(incident.openedAt)]
        : []),
    ...(acknowledgedAt === null
      ? []
      : [t(incidentWords.ackBy)(acknowledgedBy ?? '', format.dateTime(acknowledgedAt))]),
    ...(closedAt === null
      ? []
      : [
          closedBy === null
            ? t(incidentWords.closedAt)(format.dateTime(closedAt))
            : t(incidentWords.closedBy)(closedBy, format.dateTime(closedAt)),
        ]),
  ].join(' · ');
};

export const IncidentRow = ({ incident, withArea, onAcknowledge, onClose }: IncidentRowProps) => {
  const t = useT();
  const { language } = useLanguage();
  const when = useWhen(incident);
  return (
    <article className={styles.row} data-testid={`incident-${incident.type}`}>
      <div className={styles.marks}>
        <SeverityMark severity={incident.severity} />
        <span className={styles.type}>{t(incidentWords.types[incident.type])}</span>
        {incident.state === 'acknowledged' ? (
          <Tag tone="sound">{t(incidentWords.states.acknowledged)}</Tag>
        ) : null}
      </div>
      <div className={styles.what}>
        <h3 className={styles.title}>{incident.title[language]}</h3>
        <Where incident={incident} withArea={withArea} />
        <p className={styles.when}>{when}</p>
        <Links incident={incident} />
      </div>
      <div className={styles.actions}>
        {onAcknowledge && incident.state === 'open' ? (
          <Button variant="light" size="sm" onClick={onAcknowledge}>
            {t(incidentWords.acknowledge)}
          </Button>
        ) : null}
        {onClose && incident.state !== 'closed' ? (
          <Button variant="default" size="sm" onClick={onClose}>
            {t(incidentWords.close)}
          </Button>
        ) : null}
      </div>
    </article>
  );
};
