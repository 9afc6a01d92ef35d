import { Loader } from '@mantine/core';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useT } from '../i18n/language.tsx';
import { createHold, HOLD_MS, type Hold, type HoldState } from './hold.ts';
import styles from './hold-button.module.css';

interface HoldButtonProps {
  readonly tone: 'emergency' | 'exercise' | 'stop' | 'plain';
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  onHeld(): void;
}

const words = {
  hint: { vi: 'Nhấn và giữ cho đến khi đầy', en: 'Press and hold until it is full' },
  early: { vi: 'Chưa đủ – hãy giữ lâu hơn', en: 'Not long enough – keep holding' },
  holding: { vi: 'Đang giữ… thả ra để bỏ', en: 'Holding… let go to cancel' },
  again: { vi: 'Kích hoạt lần nữa để xác nhận', en: 'Activate once more to confirm' },
};

/** How long the second activation is waited for, where a screen reader cannot hold. */
const AGAIN_MS = 6_000;

const schedule = (run: () => void, delayMs: number): (() => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

const isPressKey = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';

/** Does what it says after a second and a half of holding, by finger, mouse or key; what is left is seen on it. */
export const HoldButton = ({
  tone,
  icon,
  children,
  disabled = false,
  loading = false,
  onHeld,
}: HoldButtonProps) => {
  const t = useT();
  const hintId = useId();
  const [state, setState] = useState<HoldState>('idle');
  const [asksAgain, setAsksAgain] = useState(false);
  const latest = useRef(onHeld);
  useEffect(() => {
    latest.current = onHeld;
  }, [onHeld]);
  const [hold] = useState<Hold>(() =>
    createHold({ holdMs: HOLD_MS, schedule, onState: setState, onHeld: () => latest.current() }),
  );
  useEffect(() => hold.stop, [hold]);
  useEffect(() => {
    if (!asksAgain) return;
    return schedule(() => setAsksAgain(false), AGAIN_MS);
  }, [asksAgain]);

  const blocked = disabled || loading;
  const press = (): void => {
    if (!blocked) hold.press();
  };
  /** Fingers and keys end in a click too, but with a count, or prevented: without one it is a screen reader. */
  const click = (event: MouseEvent): void => {
    if (event.detail !== 0 || blocked) return;
    if (asksAgain) onHeld();
    setAsksAgain(!asksAgain);
  };

  const hint = asksAgain
    ? words.again
    : { idle: words.hint, holding: words.holding, 'released-early': words.early }[state];
  return (
    <div className={styles.root}>
      <button
        type="button"
        className={styles.button}
        data-tone={tone}
        data-holding={state === 'holding' || undefined}
        aria-disabled={blocked}
        aria-describedby={hintId}
        onPointerDown={(event) => {
          if (event.button === 0) press();
        }}
        onPointerUp={hold.release}
        onPointerCancel={hold.release}
        onPointerLeave={hold.release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isPressKey(event)) return;
          event.preventDefault();
          press();
        }}
        onKeyUp={(event) => {
          if (!isPressKey(event)) return;
          event.preventDefault();
          hold.release();
        }}
        onBlur={hold.release}
        onClick={click}
      >
        <span
          className={styles.fill}
          style={{ transitionDuration: `${state === 'holding' ? HOLD_MS : 200}ms` }}
        />
        <span className={styles.label}>
          {loading ? <Loader size={20} color="currentcolor" /> : icon}
          <span>{children}</span>
        </span>
      </button>
      <span
        id={hintId}
        className={styles.hint}
        data-early={state === 'released-early' || undefined}
        aria-live="polite"
      >
        {t(hint)}
      </span>
    </div>
  );
};
