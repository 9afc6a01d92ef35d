import { Link } from 'wouter';
import type { Notice } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import styles from './notice-row.module.css';
import { noticeWords } from './notice-words.ts';

/** The whole row leads to what it speaks of. */
export const NoticeRow = ({ notice, onOpen }: { notice: Notice; onOpen: () => void }) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const now = useServerNow(10_000);
  const body = notice.body[language];
  const place = areaTitle(notice.area);
  return (
    <Link
      href={notice.path}
      className={styles.row}
      data-unread={notice.readAt === null || undefined}
      onClick={onOpen}
    >
      <span className={styles.dot} aria-hidden />
      <span className={styles.text}>
        <span className={styles.head}>
          {notice.urgent ? <Tag tone="bad">{t(noticeWords.urgent)}</Tag> : null}
          <span className={styles.type}>{t(noticeWords.types[notice.type])}</span>
        </span>
        <span className={styles.title}>{notice.title[language]}</span>
        {body === '' ? null : <span className={styles.body}>{body}</span>}
        <span className={styles.when}>
          {[
            ...(body.includes(place) ? [] : [place]),
            format.dateTime(notice.at),
            format.age(Math.max(0, now - Date.parse(notice.at))),
          ].join(' · ')}
        </span>
      </span>
    </Link>
  );
};
