import { describe, expect, it } from 'vitest';
import type { NewSession } from '../../../../controller/app/sessions/sessions.ts';
import { demoBulletins } from '../../../../controller/demo/demo-bulletins.ts';
import { demoStartAt, placeDemoSession } from '../../../../controller/demo/demo-session.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { silentLog } from '../../../support/silent-log.ts';

const now = Date.parse('2026-11-22T02:13:07.400+07:00');

type Placing = Parameters<typeof placeDemoSession>[0]['sessions']['createSession'];
const place = async (
  createSession: Placing,
  log: Pick<typeof silentLog, 'error'> = silentLog,
): Promise<number> => placeDemoSession({ sessions: { createSession }, provinceKey: '25.20200101', now, log });

describe('the session that the demo places', () => {
  it('starts a minute ahead, on a round second', () => {
    expect(demoStartAt(now)).toBe(Date.parse('2026-11-22T02:14:10+07:00'));
    expect(demoStartAt(0)).toBe(60_000);
  });

  it('is for the whole province, once, of bulletins that the demo makes, with a label for the night', async () => {
    const placed: NewSession[] = [];
    const startAt = await place(async (session) => {
      placed.push(session);
      return { ok: false, status: 422, fault: { code: 'x', vi: 'x', en: 'x' } };
    });
    expect(startAt).toBe(demoStartAt(now));
    expect(placed).toHaveLength(1);
    expect(placed[0]).toMatchObject({
      targets: [{ areaKey: '25.20200101' }],
      startsLocal: '2026-11-22T02:14:10',
      timeZone: 'Asia/Ho_Chi_Minh',
      rrule: null,
      isDemo: true,
      exceptionReason: expect.stringContaining('mô phỏng'),
    });
    const made = demoBulletins.map(({ seed }) => `bul_demo${String(seed).padStart(2, '0')}`);
    const named = [
      ...(placed[0]?.standing.map(({ bulletinId }) => bulletinId) ?? []),
      ...(placed[0]?.bulletinIds ?? []),
    ];
    expect(made).toEqual(expect.arrayContaining(named));
    const lengthS = demoBulletins
      .filter(({ seed }) => named.includes(`bul_demo${String(seed).padStart(2, '0')}`))
      .reduce((sum, { seconds }) => sum + seconds, 0);
    expect(lengthS * 1000).toBeLessThan(placed[0]?.durationMs ?? 0);
  });

  it('is missed with a line in the log, not with the end of the demo', async () => {
    const { lines, log } = createRecordingLog();
    await place(
      async () => ({
        ok: false,
        status: 422,
        fault: { code: 'Session_TooLong', vi: 'Dài quá.', en: 'Too long.' },
      }),
      log,
    );
    expect(lines).toEqual([
      expect.objectContaining({ level: 'error', fields: { code: 'Session_TooLong', sentence: 'Too long.' } }),
    ]);
  });
});
