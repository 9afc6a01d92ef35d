import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Incident } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { incidentWords } from './incident-words.ts';

const looks = {
  critical: { icon: IconAlertOctagon, tone: 'bad' },
  warning: { icon: IconAlertTriangle, tone: 'warn' },
  info: { icon: IconInfoCircle, tone: 'idle' },
} as const;

/** How grave, as icon, colour and word together. */
export const SeverityMark = ({ severity }: { severity: Incident['severity'] }) => {
  const t = useT();
  const { icon: Icon, tone } = looks[severity];
  return (
    <Tag tone={tone} icon={<Icon size={15} stroke={1.9} aria-hidden />}>
      {t(incidentWords.severities[severity])}
    </Tag>
  );
};
