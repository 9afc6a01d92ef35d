import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Pair, useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';

/** Asks once more, in place, before somebody or something is shut out or a protection goes. */
export const Sure = ({
  label,
  question,
  isPending,
  size = 'sm',
  onYes,
}: {
  label: Pair<string>;
  question: Pair<string>;
  isPending: boolean;
  size?: 'xs' | 'sm';
  onYes: () => void;
}) => {
  const t = useT();
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking)
    return (
      <Button variant="default" size={size} onClick={() => setIsAsking(true)}>
        {t(label)}
      </Button>
    );
  return (
    <Stack gap="xs" w="100%">
      <Text size="sm">{t(question)}</Text>
      <Group gap="sm">
        <Button color="son" size={size} loading={isPending} onClick={onYes}>
          {t(label)}
        </Button>
        <Button variant="default" size={size} onClick={() => setIsAsking(false)}>
          {t(commonWords.cancel)}
        </Button>
      </Group>
    </Stack>
  );
};
