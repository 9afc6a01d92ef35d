import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { destinations } from './destinations.ts';
import { frameWords } from './frame-words.ts';
import styles from './tab-bar.module.css';

/** The pages, within reach of the thumb. */
export const TabBar = ({ me }: { me: Me }) => {
  const t = useT();
  const [path] = useLocation();
  const [opened, { open, close }] = useDisclosure(false);
  const homeAreaCode = me.user.area.code;
  const { tabs, rest } = destinations(homeAreaCode);
  const restActive = rest.some((item) => item.isActive(path, homeAreaCode));

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
            <Icon size={22} stroke={1.7} aria-hidden />
            {t(item.short ?? item.label)}
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
      </button>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="15.5rem"
        title={t(frameWords.more)}
        padding="md"
        radius="lg"
      >
        <div className={styles.sheet}>
          {rest.map((item) => {
            const Icon = item.icon;
            return (
              <Link key={item.href} href={item.href} className={styles.row} onClick={close}>
                <Icon size={22} stroke={1.7} aria-hidden />
                {t(item.label)}
              </Link>
            );
          })}
        </div>
      </Drawer>
    </nav>
  );
};
