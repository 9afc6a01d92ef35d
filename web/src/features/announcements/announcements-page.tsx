import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearch } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { PlayerProvider } from '../../audio/player-context.tsx';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AnnouncementDrawer } from './announcement-drawer.tsx';
import { AnnouncementList } from './announcement-list.tsx';
import { announcementWords } from './announcement-words.ts';
import styles from './announcements-page.module.css';
import { RecentAnnouncements } from './recent-announcements.tsx';
import { startKinds } from './start-form.ts';
import { StartFormView } from './start-form-view.tsx';
import { StopForm } from './stop-form.tsx';
import { useInForce } from './use-in-force.ts';

/** Sound now, or silence now; what is in force, and what was. */
export const AnnouncementsPage = ({ me }: { me: Me }) => {
  const t = useT();
  // A link may lead to one of them: `?lenh=ann_…`.
  const search = useSearch();
  const [shownId, setShownId] = useState(() => new URLSearchParams(search).get('lenh'));
  const inForce = useInForce(me.user.area.code);
  const kinds = startKinds.filter((kind) => mayDo(me, `announcements.${kind}`));
  return (
    <PlayerProvider>
      <PageHeader title={t(announcementWords.title)} lead={t(announcementWords.lead)} />
      <div className={styles.grid}>
        {kinds.length > 0 ? (
          <StartFormView me={me} kinds={kinds} onStarted={({ id }) => setShownId(id)} />
        ) : (
          <Panel>
            <Empty
              icon={<IconEye size={24} stroke={1.6} aria-hidden />}
              title={t(announcementWords.viewerOnly)}
              hint={t(announcementWords.viewerHint)}
            />
          </Panel>
        )}
        <div className={styles.side}>
          {inForce.length > 0 ? (
            <Panel flush title={t(announcementWords.inForce)}>
              <AnnouncementList announcements={inForce} onOpen={setShownId} />
            </Panel>
          ) : null}
          {mayDo(me, 'announcements.stop') ? (
            <Panel title={t(announcementWords.stopTitle)}>
              <StopForm me={me} onStopped={({ id }) => setShownId(id)} />
            </Panel>
          ) : null}
          <RecentAnnouncements area={me.user.area.code} onOpen={setShownId} />
        </div>
      </div>
      <AnnouncementDrawer me={me} announcementId={shownId} onClose={() => setShownId(null)} />
    </PlayerProvider>
  );
};
