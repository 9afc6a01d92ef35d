import { useEffect, useState } from 'react';
import type { CreatedDevice, Me } from '../../../../controller/http/api-type.ts';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { BringUpStep } from './bring-up-step.tsx';
import { ChooseStep } from './choose-step.tsx';
import styles from './install.module.css';
import { installWords } from './install-words.ts';
import { readLabel } from './read-label.ts';
import { type Found, ScanStep, useLabel } from './scan-step.tsx';
import { usePosition } from './use-position.ts';

type Step =
  | { at: 'scan' }
  | { at: 'choose'; serial: string }
  | { at: 'bring-up'; clusterId: string; issued: CreatedDevice | null };

const start: Step = { at: 'scan' };

/** A technician before a loudspeaker, with a phone. */
export const InstallPage = ({ me }: { me: Me }) => {
  const t = useT();
  const [step, setStep] = useState<Step>(start);
  const position = usePosition();
  const onFound = (found: Found): void => {
    if ('serial' in found) {
      position.find();
      setStep({ at: 'choose', serial: found.serial });
    } else {
      setStep({ at: 'bring-up', clusterId: found.clusterId, issued: null });
    }
  };
  const link = useLabel(onFound);
  const { mutate } = link;

  // The camera of the phone has opened this page by the code of a receiver: it is in the fragment.
  useEffect(() => {
    const label = window.location.hash === '' ? null : readLabel(window.location.href);
    if (label?.kind !== 'code') return;
    // It must not stay in the history of the browser.
    window.history.replaceState(null, '', window.location.pathname);
    mutate(label);
  }, [mutate]);

  return (
    <div className={styles.page}>
      <PageHeader title={t(installWords.title)} lead={t(installWords.lead)} />
      {link.error && step.at === 'scan' ? <ProblemAlert problem={asProblem(link.error)} /> : null}
      {step.at === 'scan' ? <ScanStep onFound={onFound} /> : null}
      {step.at === 'choose' ? (
        <ChooseStep
          me={me}
          serial={step.serial}
          position={position}
          onIssued={(clusterId, issued) => setStep({ at: 'bring-up', clusterId, issued })}
        />
      ) : null}
      {step.at === 'bring-up' ? (
        <BringUpStep
          key={step.clusterId}
          clusterId={step.clusterId}
          issued={step.issued}
          here={position.here}
          onNext={() => setStep(start)}
        />
      ) : null}
    </div>
  );
};
