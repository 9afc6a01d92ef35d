import type { CoverageChild, Share } from '../../../../controller/http/api-type.ts';
import { areaWords } from './area-words.ts';

/** The ladder from what is on paper to what is proven. */
export const figureNames = ['official', 'equipped', 'reachable', 'proven'] as const;
export type FigureName = (typeof figureNames)[number];

export const figureWords = {
  official: areaWords.official,
  equipped: areaWords.equipped,
  reachable: areaWords.reachable,
  proven: areaWords.proven,
} as const;

/** Of a single commune a figure is a yes or a no, and null where there is no evidence either way. */
export const answerOf = (share: Share | null): boolean | null => (share === null ? null : share.count > 0);

/** The share of clusters online; null without evidence or without clusters. */
export const onlinePercent = ({ clusters }: Pick<CoverageChild, 'clusters'>): number | null =>
  clusters.online === null || clusters.total === 0 ? null : (clusters.online / clusters.total) * 100;
