import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

interface PanelProps {
  readonly title?: ReactNode;
  /** Beside the title, at the end of the line. */
  readonly aside?: ReactNode;
  readonly lead?: ReactNode;
  /** Without inner padding, for tables that reach the edges. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A sheet with a heading: the unit from which pages are composed. */
export const Panel = ({ title, aside, lead, flush = false, className = '', children }: PanelProps) => {
  const headingId = useId();
  return (
    <section
      className={`${styles.panel} ${className}`}
      data-flush={flush || undefined}
      {...(title ? { 'aria-labelledby': headingId } : {})}
    >
      {title ? (
        <header className={styles.head}>
          <div className={styles.heading}>
            <h2 id={headingId} className={styles.title}>
              {title}
            </h2>
            {lead ? <p className={styles.lead}>{lead}</p> : null}
          </div>
          {aside ? <div className={styles.aside}>{aside}</div> : null}
        </header>
      ) : null}
      <div className={styles.body}>{children}</div>
    </section>
  );
};
