import { ActionIcon, Menu, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSun, IconUserCircle, IconUserCog } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useApi } from '../api/api-context.tsx';
import { useT } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';

export const AccountMenu = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';

  const roles = [...new Set(me.user.grants.map(({ role }) => role))];

  const signOut = async (): Promise<void> => {
    await api.signOut();
    client.clear();
    navigate('/dang-nhap');
  };

  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon
          variant="transparent"
          c="inherit"
          aria-label={`${t(frameWords.account)}: ${me.user.displayName}`}
        >
          <IconUserCircle size={23} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '0.375rem 0.75rem 0.5rem' }}>
          <Text fw={600}>{me.user.displayName}</Text>
          <Text size="xs" c="dimmed">
            {[me.user.username, ...roles.map((role) => t(frameWords[role]))].join(' · ')}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserCog size={18} stroke={1.7} aria-hidden />}
          onClick={() => navigate('/tai-khoan')}
        >
          {t(frameWords.ownAccount)}
        </Menu.Item>
        <Menu.Item
          leftSection={
            dark ? (
              <IconSun size={18} stroke={1.7} aria-hidden />
            ) : (
              <IconMoon size={18} stroke={1.7} aria-hidden />
            )
          }
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {t(dark ? frameWords.toLight : frameWords.toDark)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.7} aria-hidden />}
          onClick={() => void signOut()}
        >
          {t(frameWords.signOut)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
