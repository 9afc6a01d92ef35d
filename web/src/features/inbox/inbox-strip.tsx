import { IconArrowRight, IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { AreaRef } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { inboxQuery } from '../../api/broadcast-queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import styles from './inbox-strip.module.css';
import { inboxWords } from './inbox-words.ts';
import { placesItself } from './placeable.ts';

/** On a commune's overview, one tap from what a higher level sent; nothing where nothing waits. */
export const InboxStrip = ({ area }: { area: AreaRef }) => {
  const t = useT();
  const format = useFormat();
  const inbox = useInfiniteQuery({
    ...inboxQuery(useApi(), { area: area.code, state: 'waiting' }),
    enabled: placesItself(area),
  });
  const count = (inbox.data?.pages ?? []).reduce((sum, page) => sum + page.items.length, 0);
  if (count === 0 || !placesItself(area)) return null;
  return (
    <Link href="/cap-tren-gui" className={styles.strip} data-testid="inbox-strip">
      <IconInbox size={22} stroke={1.7} aria-hidden />
      <span>{t(inboxWords.strip)(format.integer(count))}</span>
      <IconArrowRight size={18} aria-hidden />
    </Link>
  );
};
