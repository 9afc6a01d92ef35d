import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClusterSummary, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { areaQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { PresenceIcon } from '../../ui/presence-mark.tsx';
import { presenceWords } from '../../words/domain-words.ts';
import { announcementWords } from './announcement-words.ts';
import styles from './place-fields.module.css';
import type { Place } from './start-form.ts';
import { useReach } from './use-reach.ts';

interface PlaceFieldsProps {
  readonly me: Me;
  readonly label: string;
  readonly place: Place;
  onChange(place: Place): void;
  readonly error?: string | null;
}

const ClusterChoice = ({
  clusters,
  chosen,
  onChange,
}: {
  clusters: readonly ClusterSummary[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) => {
  const t = useT();
  return (
    <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={t(announcementWords.clustersHere)}>
      <div className={styles.clusters}>
        {clusters.map((cluster) => (
          <Checkbox.Card key={cluster.id} value={cluster.id} className={styles.cluster}>
            <Checkbox.Indicator size="sm" />
            <span className={styles.name}>{cluster.name}</span>
            <span className={styles.presence} title={t(presenceWords[cluster.presence])}>
              <PresenceIcon state={cluster.presence} />
            </span>
          </Checkbox.Card>
        ))}
      </div>
    </Checkbox.Group>
  );
};

/** An area of one's own, or some of the clusters of a commune. */
export const PlaceFields = ({ me, label, place, onChange, error = null }: PlaceFieldsProps) => {
  const t = useT();
  const area = useQuery({
    ...areaQuery(useApi(), place.areaCode ?? ''),
    enabled: place.areaCode !== null,
  });
  const { clusters } = useReach(place);
  const mayPick = area.data?.level === 'commune' || area.data?.level === 'zone';
  return (
    <div className={styles.root}>
      <AreaSelect
        me={me}
        label={label}
        placeholder={t(announcementWords.placeExample)}
        value={place.areaCode}
        onChange={(areaCode) => onChange({ areaCode, clusterIds: null })}
        error={error}
      />
      {mayPick ? (
        <SegmentedControl
          fullWidth
          aria-label={label}
          value={place.clusterIds === null ? 'all' : 'some'}
          onChange={(value) => onChange({ ...place, clusterIds: value === 'all' ? null : [] })}
          data={[
            { value: 'all', label: t(announcementWords.wholePlace) },
            { value: 'some', label: t(announcementWords.someClusters) },
          ]}
        />
      ) : null}
      {place.clusterIds === null ? null : (
        <ClusterChoice
          clusters={clusters}
          chosen={place.clusterIds}
          onChange={(clusterIds) => onChange({ ...place, clusterIds })}
        />
      )}
    </div>
  );
};
