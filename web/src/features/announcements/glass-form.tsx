import { Button, TextInput } from '@mantine/core';
import { IconHammer } from '@tabler/icons-react';
import { useState } from 'react';
import { useT } from '../../i18n/language.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import styles from './glass-form.module.css';
import { requestWords } from './request-words.ts';

/** Alone and at once: folded away until it is asked for, and never without a reason. */
export const GlassForm = ({
  disabled = false,
  loading,
  onHeld,
}: {
  disabled?: boolean;
  loading: boolean;
  onHeld(reason: string): void;
}) => {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  if (!opened)
    return (
      <Button
        variant="subtle"
        color="son"
        size="sm"
        className={styles.open}
        leftSection={<IconHammer size={18} stroke={1.8} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t(requestWords.glass)}
      </Button>
    );
  return (
    <div className={styles.root}>
      <p className={styles.lead}>{t(requestWords.glassLead)}</p>
      <TextInput
        label={t(requestWords.glassReason)}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <HoldButton
        tone="emergency"
        icon={<IconHammer size={22} stroke={1.8} aria-hidden />}
        disabled={disabled || reason.trim() === ''}
        loading={loading}
        onHeld={() => onHeld(reason.trim())}
      >
        {t(requestWords.glassHold)}
      </HoldButton>
    </div>
  );
};
