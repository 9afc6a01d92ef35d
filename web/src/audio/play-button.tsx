import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { audioWords } from './audio-words.ts';

interface PlayButtonProps {
  readonly title: string;
  readonly playing: boolean;
  readonly size?: number;
  onToggle(): void;
}

export const PlayButton = ({ title, playing, size = 44, onToggle }: PlayButtonProps) => {
  const t = useT();
  return (
    <ActionIcon
      variant={playing ? 'filled' : 'light'}
      radius="50%"
      size={size}
      aria-label={t(playing ? audioWords.pause : audioWords.play)(title)}
      onClick={onToggle}
    >
      {playing ? (
        <IconPlayerPauseFilled size={size * 0.45} aria-hidden />
      ) : (
        <IconPlayerPlayFilled size={size * 0.45} aria-hidden />
      )}
    </ActionIcon>
  );
};
