import { Button, Stack, TextInput } from '@mantine/core';
import { IconCurrentLocation, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClusterSites, CreatedDevice, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { clusterSitesQuery } from '../../api/queries.ts';
import { matchesSearch } from '../../format/search-key.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { areaName } from '../../words/area-name.ts';
import { NewClusterForm } from '../clusters/new-cluster-form.tsx';
import { ReceiverModelSelect, usualModel } from '../clusters/receiver-model-select.tsx';
import { useClusterChange } from '../clusters/use-cluster-change.ts';
import styles from './install.module.css';
import { installWords } from './install-words.ts';
import type { Here } from './use-position.ts';

type Site = ClusterSites['items'][number];
type Issued = (clusterId: string, issued: CreatedDevice) => void;

const mostShown = 12;

const SiteButton = ({ site, onChoose, loading }: { site: Site; onChoose: () => void; loading: boolean }) => {
  const t = useT();
  const format = useFormat();
  const { distanceM, device } = site;
  const distance =
    distanceM === null
      ? null
      : t(installWords.away)(
          distanceM < 1_000 ? `${format.integer(distanceM)} m` : `${format.decimal(distanceM / 1_000)} km`,
        );
  const served = device?.status === 'active' ? installWords.replaces : installWords.awaits;
  const facts = [areaName(site.area), distance, device ? t(served) : null];
  return (
    <button type="button" className={styles.site} disabled={loading} onClick={onChoose}>
      <strong>{site.name}</strong>
      <span>{facts.filter((one) => one !== null).join(' · ')}</span>
    </button>
  );
};

/** At which cluster a receiver that nobody has entered yet is to serve. */
export const ChooseStep = ({
  me,
  serial,
  position,
  onIssued,
}: {
  me: Me;
  serial: string;
  position: { here: Here | null; isLooking: boolean; find: () => void };
  onIssued: Issued;
}) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const [model, setModel] = useState(usualModel);
  const [search, setSearch] = useState('');
  const [isNew, setNew] = useState(false);
  const { here, isLooking, find } = position;
  const sites = useQuery(
    clusterSitesQuery(api, {
      area: me.user.area.code,
      latitude: here?.latitude ?? null,
      longitude: here?.longitude ?? null,
      limit: 100,
    }),
  );
  const register = useClusterChange(async (clusterId: string) => {
    onIssued(clusterId, await api.registerDevice({ clusterId, serial, model }));
  });
  const shown = (sites.data?.items ?? []).filter(
    (site) => search.trim() === '' || matchesSearch(`${site.name} ${site.area.name}`, search),
  );
  return (
    <Panel
      title={t(installWords.whichCluster)(serial)}
      lead={
        here
          ? `${t(installWords.nearest)} · ${t(installWords.accuracy)(format.integer(here.accuracyM))}`
          : t(installWords.noPosition)
      }
    >
      <Stack gap="sm">
        <ReceiverModelSelect value={model} onChange={setModel} />
        {here ? null : (
          <Button
            variant="default"
            loading={isLooking}
            leftSection={<IconCurrentLocation size={18} aria-hidden />}
            onClick={find}
          >
            {t(installWords.findMe)}
          </Button>
        )}
        {register.error ? <ProblemAlert problem={asProblem(register.error)} /> : null}
        {isNew ? (
          <>
            <NewClusterForm
              me={me}
              position={here}
              onMade={async (clusterId) => {
                await register.mutateAsync(clusterId);
              }}
            />
            <Button variant="default" onClick={() => setNew(false)}>
              {t(installWords.backToList)}
            </Button>
          </>
        ) : (
          <>
            <TextInput
              aria-label={t(installWords.search)}
              placeholder={t(installWords.search)}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <div className={styles.sites}>
              {shown.slice(0, mostShown).map((site) => (
                <SiteButton
                  key={site.id}
                  site={site}
                  loading={register.isPending}
                  onChoose={() => register.mutate(site.id)}
                />
              ))}
            </div>
            <Button
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => setNew(true)}
            >
              {t(installWords.newCluster)}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  );
};
