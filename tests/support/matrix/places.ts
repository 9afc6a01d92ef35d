import type { Directory } from '../../../controller/app/directory/directory.ts';

/** Where something is, seen from an account of a district: in it, in a commune below, beside it, or above it. */
export const wheres = ['own', 'child', 'sibling', 'parent'] as const;
export type Where = (typeof wheres)[number];
export const isWithin = (where: Where): boolean => where === 'own' || where === 'child';

export type Place = Readonly<{
  where: Where;
  /** Key and code of the area that owns things there. */
  key: string;
  area: string;
  /** Of a commune in which things are heard; of `parent` one outside the district, so that they do not concern it. */
  communeKey: string;
  commune: string;
}>;

/** The district of the accounts is the first that has two communes; another one lies beside it. */
export const placesOf = ({ areas }: Pick<Directory, 'areas'>): Readonly<Record<Where, Place>> => {
  const districts = areas.atLevel('district');
  const own = districts.find(({ key }) => areas.children(key).length > 1);
  const sibling = districts.find(({ key }) => key !== own?.key && areas.children(key).length > 0);
  const [province] = areas.atLevel('province');
  const [inOwn, below] = own ? areas.children(own.key) : [];
  const [beside] = sibling ? areas.children(sibling.key) : [];
  if (!own || !sibling || !province || !inOwn || !below || !beside)
    throw new Error('A matrix needs a province with two districts, one of which has two communes.');
  const place = (where: Where, area: typeof own, commune: typeof own): Place => ({
    where,
    key: area.key,
    area: area.code,
    communeKey: commune.key,
    commune: commune.code,
  });
  return {
    own: place('own', own, inOwn),
    child: place('child', below, below),
    sibling: place('sibling', sibling, beside),
    parent: place('parent', province, beside),
  };
};
