import type { ReactNode } from 'react';
import type { Me } from '../../../controller/http/api-type.ts';
import { InForceBars } from '../features/announcements/in-force-bars.tsx';
import { RequestCards } from '../features/announcements/request-cards.tsx';
import { useT } from '../i18n/language.tsx';
import { DemoLabel } from './demo-label.tsx';
import styles from './frame.module.css';
import { frameWords } from './frame-words.ts';
import { NetworkBanner } from './network-banner.tsx';
import { ServerStrip } from './server-strip.tsx';
import { Sidebar } from './sidebar.tsx';
import { TabBar } from './tab-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every page once somebody is signed in. */
export const Frame = ({ me, children }: { me: Me; children: ReactNode }) => {
  const t = useT();
  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        {t(frameWords.skip)}
      </a>
      <Sidebar me={me} />
      <div className={styles.column}>
        <TopBar me={me} />
        <ServerStrip />
        <InForceBars me={me} />
        <RequestCards me={me} />
        <NetworkBanner me={me} />
        {me.demo ? (
          <div className={styles.demo}>
            <DemoLabel />
          </div>
        ) : null}
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <TabBar me={me} />
    </div>
  );
};
