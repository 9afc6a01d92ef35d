import { Skeleton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { announcementDevicesQuery } from '../../api/broadcast-queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { groupByArea } from '../../ui/group-by-area.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { reasonWords } from '../../words/domain-words.ts';
import { announcementWords } from './announcement-words.ts';
import type { AnnouncementDevice } from './kinds.ts';
import styles from './not-started-list.module.css';

const BUSY_MS = 3_000;

const isKnownReason = (reason: string): reason is keyof typeof announcementWords.reasons =>
  reason in announcementWords.reasons;

const DeviceRow = ({ device }: { device: AnnouncementDevice }) => {
  const t = useT();
  const { reason } = device;
  const words =
    reason === null
      ? announcementWords.reasons['no-report']
      : isKnownReason(reason)
        ? announcementWords.reasons[reason]
        : reasonWords(reason);
  return (
    <li>
      <Link href={`/cum-loa/${device.clusterId}`} className={styles.row}>
        <span>{device.clusterName}</span>
        <Tag tone={reason === 'offline' ? 'bad' : 'warn'}>{t(words)}</Tag>
      </Link>
    </li>
  );
};

/** Who has not started and why, by commune; empty is the good news. */
export const NotStartedList = ({
  announcement,
  running,
}: {
  announcement: Announcement;
  running: boolean;
}) => {
  const t = useT();
  const format = useFormat();
  const isStop = announcement.kind === 'stop';
  const devices = useInfiniteQuery({
    ...announcementDevicesQuery(useApi(), announcement.id, 'notStarted'),
    refetchInterval: running ? BUSY_MS : false,
  });
  return (
    <section className={styles.root}>
      <h3 className={styles.heading}>
        {t(isStop ? announcementWords.whoNotStopped : announcementWords.whoNot)}
      </h3>
      <QueryView query={devices} skeleton={<Skeleton h={120} />}>
        {({ pages }) => {
          const groups = groupByArea(pages.flatMap((page) => page.items));
          if (groups.length === 0)
            return (
              <p className={styles.all}>
                <IconCircleCheck size={20} stroke={1.8} aria-hidden />
                {t(isStop ? announcementWords.everybodyStopped : announcementWords.everybody)}
              </p>
            );
          return (
            <>
              {running ? <p className={styles.lead}>{t(announcementWords.pursued)}</p> : null}
              {groups.map(({ area, items }) => (
                <div key={area.code} className={styles.group}>
                  <h4 className={styles.area}>
                    {areaTitle(area)} <span>{format.integer(items.length)}</span>
                  </h4>
                  <ul className={styles.list}>
                    {items.map((device) => (
                      <DeviceRow key={device.deviceId} device={device} />
                    ))}
                  </ul>
                </div>
              ))}
            </>
          );
        }}
      </QueryView>
      <ShowMore query={devices} />
    </section>
  );
};
