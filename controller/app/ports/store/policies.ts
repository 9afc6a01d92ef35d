export type PolicyRule = {
  areaKey: string;
  /** ISO weekdays 1 (Monday) to 7. */
  weekdays: number[];
  /** Local times `05:00`; sound is allowed in [from, to). */
  from: string;
  to: string;
  maxVolume: number | null;
};

export type PolicyStore = Readonly<{
  all: () => Promise<PolicyRule[]>;
  replace: (areaKey: string, rules: readonly PolicyRule[]) => Promise<void>;
}>;
