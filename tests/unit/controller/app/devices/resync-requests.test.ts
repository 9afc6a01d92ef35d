import { expect, it } from 'vitest';
import { createResyncRequests } from '../../../../../controller/app/devices/resync-requests.ts';
import { silentLog } from '../../../../support/silent-log.ts';

const requests = (publish: () => Promise<void> = async () => undefined) => {
  const sent: string[] = [];
  const resyncs = createResyncRequests({
    documents: { command: async (deviceId) => ({ topic: deviceId, jws: 'resync' }) },
    link: {
      publish: async (topic) => {
        await publish();
        sent.push(topic);
      },
    },
    firstRestMs: 10,
    longestRestMs: 30,
    log: silentLog,
  });
  return { resyncs, sent };
};

it('asks more seldom each time it did not help, and never more seldom than the longest rest', async () => {
  const { resyncs, sent } = requests();
  let at = 0;
  for (const restMs of [10, 20, 30, 30]) {
    await resyncs.ask('d1', at);
    expect(resyncs.isRested('d1', at + restMs - 1)).toBe(false);
    at += restMs;
    expect(resyncs.isRested('d1', at)).toBe(true);
  }
  expect(sent).toEqual(['d1', 'd1', 'd1', 'd1']);
});

it('does not wait longer for having asked in vain where it is urgent', async () => {
  const { resyncs } = requests();
  await resyncs.ask('d1', 0);
  await resyncs.ask('d1', 10);
  expect(resyncs.isRested('d1', 20)).toBe(false);
  expect(resyncs.isRested('d1', 20, true)).toBe(true);
});

it('begins anew with a device that has come to hold what it lacked', async () => {
  const { resyncs } = requests();
  await resyncs.ask('d1', 0);
  await resyncs.ask('d2', 0);
  await resyncs.ask('d3', 0);
  resyncs.forget('d1');
  resyncs.forgetOthers(new Set(['d3']));
  expect(['d1', 'd2', 'd3'].map((deviceId) => resyncs.isRested(deviceId, 1))).toEqual([true, true, false]);
});

it('says that nothing was sent, and rests all the same', async () => {
  const { resyncs, sent } = requests(() => Promise.reject(new Error('no link')));
  expect(await resyncs.ask('d1', 0)).toBe(false);
  expect(sent).toEqual([]);
  expect(resyncs.isRested('d1', 9)).toBe(false);
});
