import { Alert, Button, FileButton, Stack, TextInput } from '@mantine/core';
import { IconCameraOff, IconPhoto, IconQrcode } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Camera, hasCamera } from './camera.tsx';
import { installWords } from './install-words.ts';
import { readQrPhoto } from './pictures.ts';
import { type Label, readLabel } from './read-label.ts';

/** A receiver that is known, with its cluster; or a serial number that nobody has entered yet. */
export type Found = Readonly<{ clusterId: string }> | Readonly<{ serial: string }>;

/** Whose label it is. */
export const useLabel = (onFound: (found: Found) => void) => {
  const api = useApi();
  return useMutation({
    mutationFn: async (label: Label): Promise<Found> => {
      if (label.kind === 'code') return { clusterId: (await api.lookUpCode(label.text)).clusterId };
      const { items } = await api.clusters({ search: label.text, limit: 5 });
      const wanted = label.text.toUpperCase();
      const known = items.find(({ device }) => device?.serial.toUpperCase() === wanted);
      return known ? { clusterId: known.id } : { serial: label.text };
    },
    onSuccess: onFound,
  });
};

export const ScanStep = ({ onFound }: { onFound: (found: Found) => void }) => {
  const t = useT();
  const [isScanning, setScanning] = useState(false);
  const [isRefused, setRefused] = useState(!hasCamera());
  const [hasNoQr, setNoQr] = useState(false);
  const [typed, setTyped] = useState('');
  const find = useLabel(onFound);
  const read = (text: string | null): void => {
    setScanning(false);
    const label = text === null ? null : readLabel(text);
    setNoQr(label === null);
    if (label) find.mutate(label);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const label = readLabel(typed);
    if (label) find.mutate(label);
  };
  return (
    <Panel>
      <Stack gap="md">
        {isScanning ? (
          <>
            <Camera
              onRead={read}
              onRefused={() => {
                setScanning(false);
                setRefused(true);
              }}
            />
            <Button variant="default" onClick={() => setScanning(false)}>
              {t(installWords.stop)}
            </Button>
          </>
        ) : (
          <>
            {isRefused ? (
              <Alert color="nghe" variant="light" icon={<IconCameraOff aria-hidden />}>
                {t(installWords.noCamera)}
              </Alert>
            ) : (
              <Button
                size="xl"
                leftSection={<IconQrcode size={26} aria-hidden />}
                loading={find.isPending}
                onClick={() => setScanning(true)}
              >
                {t(installWords.scan)}
              </Button>
            )}
            <FileButton accept="image/*" onChange={(file) => void (file && readQrPhoto(file).then(read))}>
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconPhoto size={18} aria-hidden />}>
                  {t(installWords.photoOfQr)}
                </Button>
              )}
            </FileButton>
            {hasNoQr ? <Alert color="nghe" title={t(installWords.noQr)} role="alert" /> : null}
            <form onSubmit={submit}>
              <Stack gap="xs">
                <TextInput
                  label={t(installWords.type)}
                  description={t(installWords.typeHint)}
                  placeholder={t(installWords.typePlaceholder)}
                  value={typed}
                  autoCapitalize="characters"
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={200}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
                <Button
                  type="submit"
                  variant={isRefused ? 'filled' : 'default'}
                  disabled={readLabel(typed) === null}
                  loading={find.isPending}
                >
                  {t(installWords.next)}
                </Button>
              </Stack>
            </form>
          </>
        )}
        {find.error ? <ProblemAlert problem={asProblem(find.error)} /> : null}
      </Stack>
    </Panel>
  );
};
