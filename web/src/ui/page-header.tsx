import { type ReactNode, useEffect, useRef } from 'react';
import styles from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** One line under the title. */
  readonly lead?: ReactNode;
  /** Way up, above the title. */
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
}

/** The page's only h1. It takes the focus when a page opens, so that screen readers say where they are. */
export const PageHeader = ({ title, lead, above, actions }: PageHeaderProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Truyền thanh`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <header className={styles.header}>
      <div className={styles.text}>
        {above ? <div className={styles.above}>{above}</div> : null}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {lead ? <div className={styles.lead}>{lead}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </header>
  );
};
