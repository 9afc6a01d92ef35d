import { Anchor } from '@mantine/core';
import type { ClusterDetail } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './cluster-photo.module.css';
import { deviceWords } from './device-words.ts';

/** How the place looks, for whoever has to find it. */
export const ClusterPhoto = ({ cluster }: { cluster: ClusterDetail }) => {
  const t = useT();
  const format = useFormat();
  const { photo } = cluster;
  if (!photo) return null;
  return (
    <Panel
      title={t(deviceWords.photo)}
      lead={t(deviceWords.photoBy)(photo.takenBy, format.dateTime(photo.takenAt))}
    >
      <Anchor href={photo.url} target="_blank" rel="noreferrer">
        <img className={styles.photo} src={photo.url} alt={`${t(deviceWords.photo)}: ${cluster.name}`} />
      </Anchor>
    </Panel>
  );
};
