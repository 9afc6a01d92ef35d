import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** Says that there is nothing, why, and what one can do. */
export const Empty = ({
  icon,
  title,
  hint,
  action,
}: {
  icon?: ReactNode;
  title: string;
  hint?: string;
  action?: ReactNode;
}) => (
  <div className={styles.root}>
    {icon ? (
      <div className={styles.icon} aria-hidden>
        {icon}
      </div>
    ) : null}
    <p className={styles.title}>{title}</p>
    {hint ? <p className={styles.hint}>{hint}</p> : null}
    {action ? <div className={styles.action}>{action}</div> : null}
  </div>
);
