import { Link, useLocation } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { areaTitle } from '../words/area-name.ts';
import { BrandMark, DrumMotif } from './brand.tsx';
import { CountBadge } from './count-badge.tsx';
import { type Destination, destinations } from './destinations.ts';
import { frameWords } from './frame-words.ts';
import styles from './sidebar.module.css';
import { useNavCounts } from './use-nav-counts.ts';

const SidebarLink = ({ to, active, count }: { to: Destination; active: boolean; count: number }) => {
  const t = useT();
  const Icon = to.icon;
  return (
    <Link href={to.href} className={styles.link} aria-current={active ? 'page' : undefined}>
      <Icon size={20} stroke={1.7} aria-hidden className={to.urgent && styles.urgent} />
      <span className={styles.name}>{t(to.label)}</span>
      <CountBadge count={count} />
    </Link>
  );
};

/** The pages, on wide screens. */
export const Sidebar = ({ me }: { me: Me }) => {
  const t = useT();
  const [path] = useLocation();
  const homeAreaCode = me.user.area.code;
  const counts = useNavCounts(me);
  return (
    <aside className={styles.sidebar}>
      <DrumMotif className={styles.motif} />
      <Link href="/" className={styles.brand}>
        <BrandMark />
        <span className={styles.names}>
          <span className={styles.product}>{t(frameWords.product)}</span>
          <span className={styles.area}>{areaTitle(me.user.area)}</span>
        </span>
      </Link>
      <nav aria-label={t(frameWords.navigation)} className={styles.nav}>
        {destinations(me).groups.map((group) => (
          <div key={group.label.en}>
            <p className={styles.group}>{t(group.label)}</p>
            {group.items.map((item) => (
              <SidebarLink
                key={item.href}
                to={item}
                active={item.isActive(path, homeAreaCode)}
                count={item.count ? counts[item.count] : 0}
              />
            ))}
          </div>
        ))}
      </nav>
    </aside>
  );
};
