import { Anchor, Button } from '@mantine/core';
import { IconBroadcast, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Bulletin, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { bulletinQuery } from '../../api/queries.ts';
import { PlayerProvider } from '../../audio/player-context.tsx';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { DemoMark } from '../../ui/demo-mark.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaName, areaTitle } from '../../words/area-name.ts';
import { classWords } from '../../words/domain-words.ts';
import { SessionDrawer } from '../sessions/session-drawer.tsx';
import { ApprovalPanel } from './approval-panel.tsx';
import { BulletinAudio } from './bulletin-audio.tsx';
import { BulletinTags } from './bulletin-card.tsx';
import styles from './bulletin-page.module.css';
import { bulletinWords } from './bulletin-words.ts';

const BulletinView = ({ me, bulletin }: { me: Me; bulletin: Bulletin }) => {
  const t = useT();
  const format = useFormat();
  const [placing, setPlacing] = useState(false);
  const { asset } = bulletin.audio;
  return (
    <>
      <PageHeader
        title={bulletin.title}
        above={<Anchor component={Link} href="/ban-tin">{`← ${t(bulletinWords.upTo)}`}</Anchor>}
        lead={
          <span className={styles.lead}>
            {areaTitle(bulletin.area)}
            {bulletin.demo ? <DemoMark /> : null}
            <BulletinTags bulletin={bulletin} />
          </span>
        }
        actions={
          asset && bulletin.approval !== 'withdrawn' && mayDo(me, 'bulletins.write') ? (
            <Button leftSection={<IconBroadcast size={18} aria-hidden />} onClick={() => setPlacing(true)}>
              {t(bulletinWords.place)}
            </Button>
          ) : null
        }
      />
      <div className={styles.grid}>
        <Panel
          title={t(bulletinWords.audio)}
          aside={
            asset ? (
              <Button
                component="a"
                href={asset.url}
                download={`${bulletin.title}.mp3`}
                variant="subtle"
                size="compact-sm"
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {t(bulletinWords.download)}
              </Button>
            ) : null
          }
        >
          <BulletinAudio bulletin={bulletin} height={88} />
          {asset ? (
            <Facts
              items={[
                [t(bulletinWords.duration), format.duration(asset.durationMs)],
                [t(bulletinWords.loudness), `${format.decimal(asset.loudnessLufs)} LUFS`],
                [t(bulletinWords.truePeak), `${format.decimal(asset.truePeakDbtp)} dBTP`],
                [t(bulletinWords.size), format.bytes(asset.sizeBytes)],
              ]}
            />
          ) : null}
        </Panel>
        <div className={styles.side}>
          <ApprovalPanel me={me} bulletin={bulletin} />
          <Panel title={t(bulletinWords.about)}>
            <Facts
              stacked
              items={[
                [t(bulletinWords.classField), t(classWords[bulletin.class])],
                [t(bulletinWords.areaField), areaName(bulletin.area)],
                [t(bulletinWords.createdBy), bulletin.createdBy],
                [t(bulletinWords.createdAt), format.dateTime(bulletin.createdAt)],
                ...(asset
                  ? [
                      [
                        t(bulletinWords.hash),
                        <code key="hash" className={styles.hash}>
                          {asset.sha256}
                        </code>,
                      ] as const,
                    ]
                  : []),
              ]}
            />
          </Panel>
        </div>
      </div>
      <SessionDrawer
        me={me}
        opened={placing}
        onClose={() => setPlacing(false)}
        start={{ bulletins: [bulletin] }}
      />
    </>
  );
};

export const BulletinPage = ({ me, bulletinId }: { me: Me; bulletinId: string }) => {
  const bulletin = useQuery({
    ...bulletinQuery(useApi(), bulletinId),
    refetchInterval: (query) => {
      const state = query.state.data?.audio.state;
      return state === 'queued' || state === 'processing' ? 2_000 : false;
    },
  });
  return (
    <PlayerProvider>
      <QueryView query={bulletin}>{(data) => <BulletinView me={me} bulletin={data} />}</QueryView>
    </PlayerProvider>
  );
};
