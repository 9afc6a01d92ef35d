import { aPlayback, aPlayEvent, names } from './store-contract/sample-rows.ts';

export const ROWS_PER_BATCH = 40;

/** What one transaction of the durability test writes: all of it is there afterwards, or nothing. */
export const batchOf = (batch: number) => {
  const deviceId = `dev_${batch}`;
  const items = names(`itm_${batch}`, ROWS_PER_BATCH);
  return {
    playbacks: items.map((itemId) => aPlayback({ itemId, deviceId, sessionId: `ses_${batch}` })),
    events: items.map((_, index) => aPlayEvent(index + 1, { deviceId })),
    cursor: { deviceId, spoolId: 'spl_1', seq: ROWS_PER_BATCH },
  };
};
