import type { AuditTip, TrailEnd } from '../../controller/app/ports/audit-tip.ts';

/** What a controller keeps apart from its database, over restarts. */
export const memoryAuditTip = (): AuditTip & { kept: TrailEnd | null } => {
  const tip: AuditTip & { kept: TrailEnd | null } = {
    kept: null,
    read: async () => tip.kept,
    write: async (end) => {
      tip.kept = end;
    },
  };
  return tip;
};
