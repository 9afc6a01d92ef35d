import { Button, Select, Stack, TextInput } from '@mantine/core';
import { IconCurrentLocation, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClusterSites, CreatedDevice, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { clusterSitesQuery } from '../../api/queries.ts';
import { matchesSearch } from '../../format/search-key.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { areaName } from '../../words/area-name.ts';
import { type ClusterFacts, ClusterFields, emptyCluster } from '../clusters/cluster-fields.tsx';
import { receiverModels, useClusterChange } from '../clusters/deed-dialogs.tsx';
import { deviceWords } from '../clusters/device-words.ts';
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

const NewPlace = ({
  me,
  here,
  onMade,
}: {
  me: Me;
  here: Here | null;
  onMade: (clusterId: string) => Promise<void>;
}) => {
  const t = useT();
  const api = useApi();
  const { area } = me.user;
  const [commune, setCommune] = useState<string | null>(area.level === 'commune' ? area.code : null);
  const [facts, setFacts] = useState<ClusterFacts>({
    ...emptyCluster,
    latitude: here?.latitude ?? null,
    longitude: here?.longitude ?? null,
  });
  const make = useClusterChange(async (areaCode: string) => {
    const { id } = await api.createCluster({ areaCode, ...facts });
    await onMade(id);
  });
  return (
    <Stack gap="sm">
      <CommuneSelect
        me={me}
        label={t(deviceWords.commune)}
        placeholder={t(deviceWords.communePlaceholder)}
        value={commune}
        onChange={setCommune}
      />
      <ClusterFields value={facts} onChange={setFacts} />
      {make.error ? <ProblemAlert problem={asProblem(make.error)} /> : null}
      <Button
        disabled={commune === null || facts.name.trim() === ''}
        loading={make.isPending}
        onClick={() => commune && make.mutate(commune)}
      >
        {t(deviceWords.add)}
      </Button>
    </Stack>
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
  const [model, setModel] = useState(receiverModels[0] ?? '');
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
        <Select
          label={t(installWords.model)}
          data={receiverModels}
          value={model}
          allowDeselect={false}
          onChange={(next) => setModel(next ?? model)}
        />
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
        <TextInput
          aria-label={t(installWords.search)}
          placeholder={t(installWords.search)}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {register.error ? <ProblemAlert problem={asProblem(register.error)} /> : null}
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
        {isNew ? (
          <NewPlace
            me={me}
            here={here}
            onMade={async (clusterId) => {
              await register.mutateAsync(clusterId);
            }}
          />
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setNew(true)}
          >
            {t(installWords.newCluster)}
          </Button>
        )}
      </Stack>
    </Panel>
  );
};
