import { approvalCutOffMs } from '../controller/sim-controller.ts';
import type { Invariant } from './invariant.ts';

/** `ses_x.20261122T220000Z.00.abcdef` begins in the occurrence of that instant; announcements have none. */
const occurrenceOf = (itemId: string): number | null => {
  const parts = /\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.\d+\./.exec(itemId);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/**
 * Nothing is heard that was not approved the cut-off before its occurrence began. Judged by what people did, not by
 * what the plan is made from.
 */
export const onlyApproved: Invariant = {
  name: 'nothing unapproved is heard',
  judge: ({ journal, country, approvedAt: later }, tell) => {
    const approvedAt = new Map(later);
    for (const { sha256, approval } of country.bulletins)
      if (sha256 !== null && approval === 'approved') approvedAt.set(sha256, 0);
    for (const [deviceId, { sounds }] of journal.devices()) {
      for (const { itemId, sha256, from } of sounds) {
        const startAt = occurrenceOf(itemId);
        if (startAt === null) continue;
        const at = approvedAt.get(sha256);
        if (at === undefined) tell(from, deviceId, `${itemId} was never approved`);
        else if (at > startAt - approvalCutOffMs) tell(from, deviceId, `${itemId} was approved too late`);
      }
    }
  },
};
