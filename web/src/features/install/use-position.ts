import { useCallback, useState } from 'react';

export interface Here {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyM: number;
}

/** Ten centimetres are enough; more digits only tell more. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Where the phone is, once somebody has asked for it. */
export const usePosition = () => {
  const [here, setHere] = useState<Here | null>(null);
  const [isLooking, setLooking] = useState(false);
  const find = useCallback((): void => {
    if (!('geolocation' in navigator)) return;
    setLooking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLooking(false);
        setHere({
          latitude: rounded(coords.latitude),
          longitude: rounded(coords.longitude),
          accuracyM: Math.round(coords.accuracy),
        });
      },
      () => setLooking(false),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    );
  }, []);
  return { here, isLooking, find };
};
