import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { areaName } from '../../words/area-name.ts';
import { classWords } from '../../words/domain-words.ts';
import type { PlanRow, Silent, Sound } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';

type Cause = NonNullable<Sound['by']>;

/** Why a row is as it is, in a sentence; null where there is nothing to explain. */
export const useWhy = () => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(60_000);

  const causeText = (cause: Cause | null): string => {
    if (!cause) return t(dryRunWords.somethingElse);
    const level = t(cause.class === 'stop' ? dryRunWords.stopClass : classWords[cause.class]);
    return t(dryRunWords.by)(cause.title, level.toLocaleLowerCase('vi'), areaName(cause.ownerArea));
  };

  const ofSound = ({ delayedBy, positionMs, cutBy, by, clusterIds }: Sound): string[] => [
    ...(delayedBy === null ? [] : [t(dryRunWords.delayedBy)(causeText(delayedBy))]),
    ...(positionMs > 0 ? [t(dryRunWords.fromPosition)(format.clock(positionMs))] : []),
    ...(cutBy === null ? [] : [t(dryRunWords.cutBy[cutBy])(causeText(by))]),
    ...(clusterIds === null ? [] : [t(dryRunWords.someClusters)(format.integer(clusterIds.length))]),
  ];

  const notPlaced = ({ cause, approveBy }: Silent): string =>
    approveBy !== null && Date.parse(approveBy) > now
      ? t(dryRunWords.approveBy)(format.time(approveBy))
      : t(dryRunWords.causes[approveBy === null ? (cause ?? 'empty') : 'cut-off-missed']);

  const ofSilent = (silent: Silent): string[] => {
    const { reason, by, clusterIds } = silent;
    return [
      reason === 'not-placed' ? notPlaced(silent) : t(dryRunWords.silentBecause[reason])(causeText(by)),
      ...(clusterIds === null ? [] : [t(dryRunWords.someClusters)(format.integer(clusterIds.length))]),
    ];
  };

  return (row: PlanRow): string | null => {
    const parts = row.silent === null ? ofSound(row.sound) : ofSilent(row.silent);
    return parts.length === 0 ? null : parts.join('; ');
  };
};
