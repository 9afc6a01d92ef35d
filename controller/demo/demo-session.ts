import type { Log } from '../app/ports/runtime.ts';
import type { Sessions } from '../app/sessions/sessions.ts';
import { vietnamTimestamp } from '../domain/vietnam-date.ts';

/** Time for the fleet to connect, fetch and report before the first session. */
const aheadMs = 60_000;
const roundToMs = 5_000;

/** When the demo's own session starts. */
export const demoStartAt = (now: number): number => Math.ceil((now + aheadMs) / roundToMs) * roundToMs;

/**
 * Places a session of the whole province a minute ahead, so that a visitor sees one air. At night it
 * signs an exception for this session alone, under a label that everybody sees.
 */
export const placeDemoSession = async (deps: {
  sessions: Pick<Sessions, 'createSession'>;
  provinceKey: string;
  now: number;
  log: Pick<Log, 'error'>;
}): Promise<number> => {
  const { sessions, provinceKey, now, log } = deps;
  const startAt = demoStartAt(now);
  const placed = await sessions.createSession(
    {
      title: 'Buổi phát trình diễn',
      areaKey: provinceKey,
      targets: [{ areaKey: provinceKey }],
      class: 'normal',
      volume: 70,
      startsLocal: vietnamTimestamp(startAt).slice(0, 19),
      timeZone: 'Asia/Ho_Chi_Minh',
      rrule: null,
      durationMs: 3 * 60_000,
      late: 'join',
      resume: 'resume',
      standing: [{ bulletinId: 'bul_demo03', place: 'before' }],
      exceptionReason: 'Trình diễn hệ thống: loa mô phỏng, không có loa thật',
      isDemo: true,
      bulletinIds: ['bul_demo21', 'bul_demo55'],
    },
    {
      username: 'admin',
      displayName: 'Bản trình diễn',
      grants: [{ role: 'administrator', areaKey: provinceKey }],
    },
  );
  if (!placed.ok)
    log.error({ code: placed.fault.code, sentence: placed.fault.en }, 'The demo session could not be placed');
  return startAt;
};
