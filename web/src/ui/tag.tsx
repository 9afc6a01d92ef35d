import type { ReactNode } from 'react';
import styles from './mark.module.css';

type Tone = 'good' | 'warn' | 'bad' | 'idle' | 'sound' | 'exception';

/** A word on a soft ground, with an icon where it warns. */
export const Tag = ({
  tone = 'idle',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) => (
  <span className={styles.mark} data-tone={tone} data-plain={icon ? undefined : true}>
    {icon}
    {children}
  </span>
);
