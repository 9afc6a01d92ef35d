import type { Attempts } from '../../controller/app/ports/attempts.ts';

/** Nobody ever has to wait. */
export const freeAttempts = (): Attempts => ({
  check: async () => ({ ok: true }),
  begin: async () => ({ ok: true }),
  fail: async () => undefined,
  takeBack: async () => undefined,
  succeed: async () => undefined,
});

export const freeClaimAttempts = () => ({ byAddress: freeAttempts(), together: freeAttempts() });
