import { Alert, Anchor, Button, FileButton, Group, Stack } from '@mantine/core';
import { IconDownload, IconFileTypeCsv, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ImportResult } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { apiUrl } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { base64Of } from './base64.ts';
import { clusterWords } from './cluster-words.ts';
import { CodeSheet } from './code-sheet.tsx';
import { ImportRows } from './import-rows.tsx';
import { importWords } from './import-words.ts';
import { useClusterChange } from './use-cluster-change.ts';

const mostBytes = 600_000;
const icon = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

const saveText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

const Done = ({ result }: { result: ImportResult }) => {
  const t = useT();
  const format = useFormat();
  const { codes, counts, csv } = result;
  return (
    <Stack gap="md">
      <Alert
        color="cham"
        variant="light"
        title={t(importWords.done)(format.integer(counts.create), format.integer(codes.length))}
      >
        {codes.length > 0 ? t(importWords.once) : null}
      </Alert>
      {codes.length > 0 ? (
        <>
          <Group gap="xs">
            <Button leftSection={<IconPrinter {...icon} />} onClick={() => window.print()}>
              {t(importWords.print)}
            </Button>
            <Button
              variant="default"
              leftSection={<IconDownload {...icon} />}
              onClick={() => saveText('ma-kich-hoat.csv', csv)}
            >
              {t(importWords.list)}
            </Button>
          </Group>
          <CodeSheet codes={codes} />
        </>
      ) : null}
      {counts.error > 0 ? (
        <Panel flush title={t(importWords.states.error)} lead={t(importWords.errorsFirst)}>
          <ImportRows rows={result.rows.filter(({ state }) => state === 'error')} />
        </Panel>
      ) : null}
    </Stack>
  );
};

export const ImportPage = () => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const [content, setContent] = useState('');
  const [isTooLarge, setTooLarge] = useState(false);
  const preview = useClusterChange((text: string) => api.previewImport(text));
  const run = useClusterChange((text: string) => api.runImport(text));

  const choose = async (file: File | null): Promise<void> => {
    if (!file) return;
    setTooLarge(file.size > mostBytes);
    preview.reset();
    if (file.size > mostBytes) return;
    const text = base64Of(new Uint8Array(await file.arrayBuffer()));
    setContent(text);
    preview.mutate(text);
  };
  const counts = preview.data?.counts;
  const right = (counts?.create ?? 0) + (counts?.attach ?? 0);
  return (
    <>
      <PageHeader
        title={t(importWords.title)}
        above={<Anchor component={Link} href="/cum-loa">{`← ${t(clusterWords.up)}`}</Anchor>}
        lead={t(importWords.lead)}
      />
      {run.data ? (
        <Done result={run.data} />
      ) : (
        <Stack gap="md">
          <Group gap="xs">
            <FileButton onChange={(file) => void choose(file)} accept=".csv,text/csv,text/plain">
              {(props) => (
                <Button
                  {...props}
                  {...(preview.data ? { variant: 'default' } : {})}
                  loading={preview.isPending}
                  leftSection={<IconFileTypeCsv {...icon} />}
                >
                  {t(preview.data ? importWords.chooseOther : importWords.choose)}
                </Button>
              )}
            </FileButton>
            <Button
              component="a"
              href={apiUrl('/cluster-imports/template')}
              download
              variant="subtle"
              leftSection={<IconDownload {...icon} />}
            >
              {t(importWords.template)}
            </Button>
          </Group>
          {isTooLarge ? <Alert color="son" title={t(importWords.tooLarge)} role="alert" /> : null}
          {preview.error ? <ProblemAlert problem={asProblem(preview.error)} /> : null}
          {preview.data && counts ? (
            <>
              <Panel
                flush
                title={`${t(importWords.states.create)}: ${format.integer(right)} · ${t(importWords.states.exists)}: ${format.integer(counts.exists)} · ${t(importWords.states.error)}: ${format.integer(counts.error)}`}
                {...(counts.error > 0 ? { lead: t(importWords.errorsFirst) } : {})}
              >
                <ImportRows rows={preview.data.rows} />
              </Panel>
              {run.error ? <ProblemAlert problem={asProblem(run.error)} /> : null}
              <Group>
                <Button
                  size="md"
                  disabled={right === 0}
                  loading={run.isPending}
                  onClick={() => run.mutate(content)}
                >
                  {right === 0 ? t(importWords.nothing) : t(importWords.run)(format.integer(right))}
                </Button>
              </Group>
            </>
          ) : null}
        </Stack>
      )}
    </>
  );
};
