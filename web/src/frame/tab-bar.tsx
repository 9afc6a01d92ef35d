import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { CountBadge } from './count-badge.tsx';
import { type Destination, destinations } from './destinations.ts';
import { frameWords } from './frame-words.ts';
import styles from './tab-bar.module.css';
import { useNavCounts } from './use-nav-counts.ts';

interface SheetLinkProps {
  readonly to: Destination;
  readonly count: number;
  readonly active: boolean;
  onFollow(): void;
}

const SheetLink = ({ to, count, active, onFollow }: SheetLinkProps) => {
  const t = useT();
  const Icon = to.icon;
  return (
    <Link href={to.href} className={styles.row} aria-current={active ? 'page' : undefined} onClick={onFollow}>
      <Icon size={22} stroke={1.7} aria-hidden />
      <span className={styles.rowName}>{t(to.label)}</span>
      <CountBadge count={count} />
    </Link>
  );
};

/** The pages, within reach of the thumb. */
export const TabBar = ({ me }: { me: Me }) => {
  const t = useT();
  const [path] = useLocation();
  const [opened, { open, close }] = useDisclosure(false);
  const homeAreaCode = me.user.area.code;
  const { tabs, rest } = destinations(me);
  const counts = useNavCounts(me);
  const restActive = rest.some(({ items }) => items.some((item) => item.isActive(path, homeAreaCode)));
  const waiting = rest
    .flatMap(({ items }) => items)
    .reduce((sum, { count }) => sum + (count ? counts[count] : 0), 0);

  return (
    <nav aria-label={t(frameWords.navigation)} className={styles.bar}>
      {tabs.map((item) => {
        const Icon = item.icon;
        return (
          <Link
            key={item.href}
            href={item.href}
            className={styles.tab}
            aria-current={item.isActive(path, homeAreaCode) ? 'page' : undefined}
          >
            <Icon size={22} stroke={1.7} aria-hidden className={item.urgent && styles.urgent} />
            {t(item.short ?? item.label)}
            {item.count ? (
              <span className={styles.badge}>
                <CountBadge count={counts[item.count]} most={9} />
              </span>
            ) : null}
          </Link>
        );
      })}
      <button
        type="button"
        className={styles.tab}
        aria-haspopup="dialog"
        data-active={restActive || undefined}
        onClick={open}
      >
        <IconDots size={22} stroke={1.7} aria-hidden />
        {t(frameWords.more)}
        <span className={styles.badge}>
          <CountBadge count={waiting} most={9} />
        </span>
      </button>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        styles={{ content: { height: 'auto', maxHeight: '90dvh' } }}
        title={t(frameWords.more)}
        padding="md"
        radius="lg"
      >
        <div className={styles.sheet}>
          {rest.map((group) => (
            <div key={group.label.en} className={styles.group}>
              <p className={styles.groupName}>{t(group.label)}</p>
              {group.items.map((item) => (
                <SheetLink
                  key={item.href}
                  to={item}
                  count={item.count ? counts[item.count] : 0}
                  active={item.isActive(path, homeAreaCode)}
                  onFollow={close}
                />
              ))}
            </div>
          ))}
        </div>
      </Drawer>
    </nav>
  );
};
