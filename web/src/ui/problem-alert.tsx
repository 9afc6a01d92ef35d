import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../../../controller/http/api-type.ts';
import { useLanguage, useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';

interface ProblemAlertProps {
  readonly problem: Problem;
  readonly onRetry?: () => void;
}

/** What went wrong, in the sentence that the controller gives for it, and what can be done. */
export const ProblemAlert = ({ problem, onRetry }: ProblemAlertProps) => {
  const t = useT();
  const { language } = useLanguage();
  return (
    <Alert
      color="son"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={language === 'vi' ? problem.detail : problem.detailEn}
      role="alert"
    >
      <Text size="xs" c="dimmed">
        {t(commonWords.problemCode)(problem.code)}
      </Text>
      {onRetry ? (
        <Button size="xs" variant="default" mt="xs" onClick={onRetry}>
          {t(commonWords.retry)}
        </Button>
      ) : null}
    </Alert>
  );
};
