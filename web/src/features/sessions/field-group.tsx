import { type ReactNode, useId } from 'react';
import styles from './field-group.module.css';

/** Several controls that answer one question, with its label and what is wrong with the answer. */
export const FieldGroup = ({
  label,
  error,
  children,
}: {
  label: string;
  error: string | null;
  children: ReactNode;
}) => {
  const errorId = useId();
  return (
    <fieldset className={styles.group} aria-describedby={error ? errorId : undefined}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.controls}>{children}</div>
      {error ? (
        <p id={errorId} className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
};
