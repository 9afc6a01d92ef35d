import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';

export const SchemeSwitch = () => {
  const t = useT();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const dark = scheme === 'dark';
  return (
    <ActionIcon
      color="gray"
      variant="transparent"
      c="inherit"
      aria-label={t(dark ? frameWords.toLight : frameWords.toDark)}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? (
        <IconSun size={20} stroke={1.7} aria-hidden />
      ) : (
        <IconMoon size={20} stroke={1.7} aria-hidden />
      )}
    </ActionIcon>
  );
};
