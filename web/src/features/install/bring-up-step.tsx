import { Alert, Anchor, Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core';
import { IconCamera, IconCheck, IconMapPin, IconVolume } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ClusterDetail, CreatedDevice } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { clusterQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PresenceMark } from '../../ui/presence-mark.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaName } from '../../words/area-name.ts';
import { ClaimCode } from '../clusters/claim-code.tsx';
import { useClusterChange } from '../clusters/use-cluster-change.ts';
import styles from './install.module.css';
import { installWords } from './install-words.ts';
import { shrinkPhoto } from './pictures.ts';
import type { Here } from './use-position.ts';

const icon = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;
/** Somebody stands in the sun and waits. */
const lookEveryMs = 2_000;

/** A quiet tone at this cluster alone, and what a person before it heard. */
const TestTone = ({ cluster }: { cluster: ClusterDetail }) => {
  const t = useT();
  const api = useApi();
  const play = useMutation({
    mutationFn: () => api.startAnnouncement({ kind: 'test', targets: [{ clusterId: cluster.id }] }),
  });
  const say = useMutation({
    mutationFn: (heard: boolean) => api.recordHearing(cluster.id, play.data?.id ?? '', heard),
    // Its row comes with the tone, a second or two after it was asked for.
    retry: 3,
    retryDelay: 1_500,
  });
  const problem = play.error ?? say.error;
  return (
    <Stack gap="sm">
      {problem ? <ProblemAlert problem={asProblem(problem)} /> : null}
      {say.data ? (
        <Alert
          color={say.variables ? 'cham' : 'son'}
          variant="light"
          icon={<IconCheck aria-hidden />}
          title={t(say.variables ? installWords.doneHeard : installWords.doneNotHeard)}
          role="status"
        />
      ) : null}
      {play.data && !say.data ? (
        <>
          <Text fw={600} ta="center">
            {t(installWords.sounding)}
          </Text>
          <Stack gap="xs">
            <Button size="lg" loading={say.isPending && say.variables} onClick={() => say.mutate(true)}>
              {t(installWords.heard)}
            </Button>
            <Button
              size="lg"
              variant="default"
              loading={say.isPending && !say.variables}
              onClick={() => say.mutate(false)}
            >
              {t(installWords.notHeard)}
            </Button>
          </Stack>
        </>
      ) : null}
      <Button
        size={play.data ? 'sm' : 'lg'}
        variant={play.data ? 'subtle' : 'filled'}
        leftSection={<IconVolume {...icon} />}
        loading={play.isPending}
        onClick={() => {
          say.reset();
          play.mutate();
        }}
      >
        {t(play.data ? installWords.again : installWords.test)}
      </Button>
      {play.data ? null : (
        <Text size="sm" c="dimmed" ta="center">
          {t(installWords.testHint)}
        </Text>
      )}
    </Stack>
  );
};

/** What is good to have of the place, at any time. */
const SiteFacts = ({ cluster, here }: { cluster: ClusterDetail; here: Here | null }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const photo = useClusterChange(async (file: File) => api.putPhoto(cluster.id, await shrinkPhoto(file)));
  const place = useClusterChange(async ({ latitude, longitude }: Here) =>
    api.editCluster(cluster.id, { latitude, longitude }),
  );
  const problem = photo.error ?? place.error;
  return (
    <Stack gap="xs">
      <FileButton
        accept="image/*"
        inputProps={{ capture: 'environment' }}
        onChange={(file) => file && photo.mutate(file)}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={photo.isPending}
            leftSection={photo.isSuccess ? <IconCheck {...icon} /> : <IconCamera {...icon} />}
          >
            {t(photo.isSuccess ? installWords.photoKept : installWords.photo)}
          </Button>
        )}
      </FileButton>
      {here ? (
        <Button
          variant="default"
          loading={place.isPending}
          leftSection={place.isSuccess ? <IconCheck {...icon} /> : <IconMapPin {...icon} />}
          onClick={() => place.mutate(here)}
        >
          {t(place.isSuccess ? installWords.positionKept : installWords.position)}
        </Button>
      ) : null}
      {here ? (
        <Text size="sm" c="dimmed" ta="center">
          {t(installWords.accuracy)(format.integer(here.accuracyM))}
        </Text>
      ) : null}
      {problem ? <ProblemAlert problem={asProblem(problem)} /> : null}
    </Stack>
  );
};

const Progress = ({ cluster, issued }: { cluster: ClusterDetail; issued: CreatedDevice | null }) => {
  const t = useT();
  const api = useApi();
  const renew = useClusterChange((deviceId: string) => api.newClaimCode(deviceId));
  const wanted = cluster.waiting;
  const isOnline = wanted === null && (cluster.presence === 'online' || cluster.presence === 'late');
  const code = renew.data ?? issued;
  if (isOnline) return <TestTone cluster={cluster} />;
  return (
    <Stack gap="md" align="center">
      {wanted && code ? <ClaimCode issued={code} /> : null}
      {wanted && !code ? (
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate(wanted.id)}>
          {t(installWords.newCode)}
        </Button>
      ) : null}
      <Group gap="xs" role="status">
        <Loader size="sm" color="cham" />
        <Text>{t(wanted ? installWords.waiting : installWords.connecting)}</Text>
      </Group>
    </Stack>
  );
};

/** From the code to the tone that somebody hears. */
export const BringUpStep = ({
  clusterId,
  issued,
  here,
  onNext,
}: {
  clusterId: string;
  issued: CreatedDevice | null;
  here: Here | null;
  onNext: () => void;
}) => {
  const t = useT();
  const cluster = useQuery({ ...clusterQuery(useApi(), clusterId), refetchInterval: lookEveryMs });
  return (
    <QueryView query={cluster} skeleton={<Loader color="cham" />}>
      {(found) => (
        <Panel
          title={found.name}
          lead={[areaName(found.area), (found.waiting ?? found.device)?.serial]
            .filter((one) => one !== undefined)
            .join(' · ')}
          aside={found.waiting ? null : <PresenceMark state={found.presence} />}
        >
          <Stack gap="lg">
            <Progress cluster={found} issued={issued} />
            <SiteFacts cluster={found} here={here} />
            <div className={styles.next}>
              <Button variant="light" onClick={onNext}>
                {t(installWords.another)}
              </Button>
              <Anchor component={Link} href={`/cum-loa/${found.id}`}>
                {t(installWords.details)}
              </Anchor>
            </div>
          </Stack>
        </Panel>
      )}
    </QueryView>
  );
};
