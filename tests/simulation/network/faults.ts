/** How bad the network is now; one object that all of it reads. */
export type Faults = {
  /** Share of messages that never arrive, arrive twice, or take seconds. */
  lossRate: number;
  duplicateRate: number;
  slowRate: number;
  slowMs: number;
  /** Random one-way queueing on top of the way itself. */
  queueingMs: number;
};

export const calm = (): Faults => ({
  lossRate: 0,
  duplicateRate: 0,
  slowRate: 0,
  slowMs: 0,
  queueingMs: 5,
});

export const heal = (faults: Faults): void => {
  Object.assign(faults, calm());
};
