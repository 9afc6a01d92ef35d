import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconBroadcast, IconDots, IconInfoCircle, IconTrash, IconUrgent } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Bulletin } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { DemoMark } from '../../ui/demo-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import { approvalWords, classWords } from '../../words/domain-words.ts';
import { approvalTexts } from './approval-words.ts';
import { BulletinAudio } from './bulletin-audio.tsx';
import styles from './bulletin-card.module.css';
import { bulletinWords } from './bulletin-words.ts';

interface BulletinCardProps {
  readonly bulletin: Bulletin;
  /** Absent for those who may only look. */
  readonly onPlace?: (() => void) | undefined;
  readonly onWithdraw?: (() => void) | undefined;
}

const approvalTones = { draft: 'idle', submitted: 'warn', returned: 'bad', withdrawn: 'idle' } as const;

export const BulletinTags = ({ bulletin }: { bulletin: Bulletin }) => {
  const t = useT();
  return (
    <>
      {bulletin.class === 'normal' ? null : (
        <Tag tone={bulletin.class === 'emergency' ? 'bad' : 'warn'}>{t(classWords[bulletin.class])}</Tag>
      )}
      {bulletin.approval === 'approved' ? null : (
        <Tag tone={approvalTones[bulletin.approval]}>{t(approvalWords[bulletin.approval])}</Tag>
      )}
      {bulletin.soloApproved ? <Tag tone="warn">{t(approvalTexts.soloMark)}</Tag> : null}
    </>
  );
};

export const BulletinCard = ({ bulletin, onPlace, onWithdraw }: BulletinCardProps) => {
  const t = useT();
  const format = useFormat();
  const { asset } = bulletin.audio;
  return (
    <article className={styles.card} data-testid={`bulletin-${bulletin.id}`}>
      <div className={styles.about}>
        <h2 className={styles.title}>
          <Link href={`/ban-tin/${bulletin.id}`}>{bulletin.title}</Link>
        </h2>
        <p className={styles.facts}>
          <span>{areaName(bulletin.area)}</span>
          {asset ? <span>{format.decimal(asset.loudnessLufs)} LUFS</span> : null}
          <span>{format.dateTime(bulletin.createdAt)}</span>
          {bulletin.demo ? <DemoMark /> : null}
        </p>
        <p className={styles.tags}>
          <BulletinTags bulletin={bulletin} />
        </p>
      </div>
      <div className={styles.audio}>
        <BulletinAudio bulletin={bulletin} />
      </div>
      <div className={styles.place}>
        {onPlace && asset && bulletin.class === 'emergency' && bulletin.approval === 'approved' ? (
          <Button
            component={Link}
            href="/khan-cap"
            variant="light"
            color="son"
            leftSection={<IconUrgent size={18} stroke={1.8} aria-hidden />}
          >
            {t(bulletinWords.toEmergency)}
          </Button>
        ) : null}
        {onPlace && asset && bulletin.class !== 'emergency' && bulletin.approval !== 'withdrawn' ? (
          <Button
            variant="light"
            leftSection={<IconBroadcast size={18} stroke={1.8} aria-hidden />}
            aria-label={t(bulletinWords.placeLong)(bulletin.title)}
            onClick={onPlace}
          >
            {t(bulletinWords.place)}
          </Button>
        ) : null}
      </div>
      <div className={styles.menu}>
        <Menu>
          <Menu.Target>
            <ActionIcon color="gray" aria-label={t(bulletinWords.menu)(bulletin.title)}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              component={Link}
              href={`/ban-tin/${bulletin.id}`}
              leftSection={<IconInfoCircle size={18} stroke={1.7} aria-hidden />}
            >
              {t(bulletinWords.open)}
            </Menu.Item>
            {onWithdraw && bulletin.approval !== 'withdrawn' ? (
              <Menu.Item
                c="var(--tt-bad)"
                leftSection={<IconTrash size={18} stroke={1.7} aria-hidden />}
                onClick={onWithdraw}
              >
                {t(bulletinWords.withdraw)}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      </div>
    </article>
  );
};
