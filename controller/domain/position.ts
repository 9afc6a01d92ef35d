/** WGS 84, in degrees. */
export type Position = Readonly<{ latitude: number; longitude: number }>;

/** Mainland and near islands, then Hoàng Sa and Trường Sa: wide enough for every loudspeaker. */
const boxes = [
  { south: 8.1, north: 23.5, west: 102.1, east: 110.0 },
  { south: 6.0, north: 17.6, west: 109.0, east: 118.0 },
] as const;

/** Catches swapped, truncated and foreign coordinates; it is no border. */
export const isInVietnam = ({ latitude, longitude }: Position): boolean =>
  boxes.some(
    ({ south, north, west, east }) =>
      latitude >= south && latitude <= north && longitude >= west && longitude <= east,
  );

const earthRadiusM = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the surface, by the haversine formula. */
export const metresBetween = (a: Position, b: Position): number => {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const h = north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
};
