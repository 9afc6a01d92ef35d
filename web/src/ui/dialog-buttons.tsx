import { Button, Group } from '@mantine/core';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';

interface DialogButtonsProps {
  /** What will be done, as a verb. */
  readonly label: string;
  readonly isPending: boolean;
  readonly isReady?: boolean;
  readonly isDangerous?: boolean;
  /** Where going back has a word of its own. */
  readonly backLabel?: string;
  /** Left out where the button submits the form that it stands in. */
  onConfirm?(): void;
  onClose(): void;
}

/** The end of a dialog: the way back, and the deed. */
export const DialogButtons = ({
  label,
  isPending,
  isReady = true,
  isDangerous = false,
  backLabel,
  onConfirm,
  onClose,
}: DialogButtonsProps) => {
  const t = useT();
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        {backLabel ?? t(commonWords.cancel)}
      </Button>
      <Button
        {...(isDangerous ? { color: 'son' } : {})}
        {...(onConfirm ? { onClick: () => onConfirm() } : { type: 'submit' })}
        disabled={!isReady}
        loading={isPending}
      >
        {label}
      </Button>
    </Group>
  );
};
