import { Button, Menu } from '@mantine/core';
import {
  IconArrowsRightLeft,
  IconChevronDown,
  IconLock,
  IconMapPin,
  IconPencil,
  IconQrcode,
  IconTrash,
  IconVolume2,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { ClusterDetail, Me } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { type Deed, DeedDialog } from './deed-dialog.tsx';
import { deviceWords } from './device-words.ts';

const icon = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** What a technician does with a cluster: what is done most stands first. */
export const ClusterActions = ({ me, cluster }: { me: Me; cluster: ClusterDetail }) => {
  const t = useT();
  const [deed, setDeed] = useState<Deed | null>(null);
  if (cluster.retiredAt !== null) return null;
  const active = cluster.device?.status === 'active';
  const hasCode = cluster.device !== null || cluster.waiting !== null;
  const items = [
    { deed: 'code', shown: hasCode, icon: <IconQrcode {...icon} /> },
    { deed: 'edit', shown: true, icon: <IconPencil {...icon} /> },
    { deed: 'volume', shown: cluster.device !== null, icon: <IconVolume2 {...icon} /> },
    { deed: 'move', shown: true, icon: <IconMapPin {...icon} /> },
  ] as const;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowsRightLeft {...icon} />}
        onClick={() => setDeed('replace')}
      >
        {t(active ? deviceWords.replace : deviceWords.fit)}
      </Button>
      <Menu position="bottom-end" withinPortal width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown {...icon} />}>
            {t(deviceWords.manage)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {items
            .filter(({ shown }) => shown)
            .map((item) => (
              <Menu.Item key={item.deed} leftSection={item.icon} onClick={() => setDeed(item.deed)}>
                {t(deviceWords[item.deed])}
              </Menu.Item>
            ))}
          <Menu.Divider />
          {cluster.device ? (
            <Menu.Item
              c="var(--tt-bad)"
              leftSection={<IconLock {...icon} />}
              onClick={() => setDeed('revoke')}
            >
              {t(deviceWords.revoke)}
            </Menu.Item>
          ) : null}
          <Menu.Item
            c="var(--tt-bad)"
            leftSection={<IconTrash {...icon} />}
            onClick={() => setDeed('retire')}
          >
            {t(deviceWords.retire)}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeedDialog me={me} cluster={cluster} deed={deed} onClose={() => setDeed(null)} />
    </>
  );
};
