import type { KeysState } from '../../../../controller/http/api-type.ts';
import { addDays, localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './keys-page.module.css';
import { commandWords, keysWords, stepWords } from './keys-words.ts';

/** As the server begins to ask for it. */
const RENEW_BEFORE_DAYS = 60;

/** What somebody who looks after the server does next, with the commands. */
export const NextSteps = ({ state }: { state: KeysState }) => {
  const t = useT();
  const format = useFormat();
  const { steps, list, root } = state;
  if (steps.length === 0) {
    const renewBefore = list && addDays(localDateOf(Date.parse(list.signsUntil)), -RENEW_BEFORE_DAYS);
    return (
      <Panel title={t(keysWords.next)}>
        <p className={styles.fine}>
          {renewBefore && !root.onServer
            ? t(keysWords.fineUntil)(format.date(`${renewBefore}T00:00:00+07:00`))
            : t(keysWords.fine)}
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={t(keysWords.next)} lead={t(keysWords.nextLead)}>
      <ol className={styles.steps}>
        {steps.map((step) => {
          const { title, why, commands } = stepWords[step];
          return (
            <li key={step} className={styles.step}>
              <h3 className={styles.stepTitle}>{t(title)}</h3>
              <p className={styles.why}>{t(why)}</p>
              {commands.map(({ line, offline }) => (
                <p key={line} className={styles.command}>
                  <span className={styles.place}>
                    {t(offline ? commandWords.offline : commandWords.server)}
                  </span>
                  <code>{line}</code>
                </p>
              ))}
              {commands.length > 0 ? <p className={styles.guide}>{t(commandWords.guide)}</p> : null}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
};
