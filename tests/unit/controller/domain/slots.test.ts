import { describe, expect, it } from 'vitest';
import { layOut, type SlotBulletin, type SlotSession } from '../../../../controller/domain/slots.ts';

const minute = 60_000;
const start = Date.parse('2026-11-23T05:00:00+07:00');
const occurrence = { startAt: start, endAt: start + 30 * minute, date: '2026-11-23' };
const hash = (letter: string) => letter.repeat(64);
const lengths: Record<string, number> = { tune: 1, relay: 10, news: 5, long: 25, notice: 2 };

const bulletins = new Map<string, SlotBulletin>();
for (const [id, index] of Object.keys(lengths).map((id, index) => [id, index] as const)) {
  const sha256 = hash('abcdef'.charAt(index));
  const approved = { approval: 'approved', airsFrom: 0 } as const;
  bulletins.set(id, { id, title: id, class: 'normal', ...approved, audioState: 'ready', sha256 });
}
const asset = (sha256: string) => {
  const name = [...bulletins.values()].find((bulletin) => bulletin.sha256 === sha256)?.id ?? '';
  const minutes = lengths[name];
  return minutes === undefined ? undefined : { sha256, sizeBytes: 1_000, durationMs: minutes * minute };
};
const shelf = (changed: Partial<SlotBulletin> & { id?: string } = {}) => ({
  asset,
  bulletin: (id: string) => {
    const bulletin = bulletins.get(id);
    return bulletin && changed.id === id ? { ...bulletin, ...changed } : bulletin;
  },
});
const plain: SlotSession = { id: 'ses_1', class: 'normal', standing: [] };
const withTune: SlotSession = {
  ...plain,
  standing: [
    { bulletinId: 'notice', place: 'after' },
    { bulletinId: 'tune', place: 'before' },
  ],
};
const minutesOf = (slots: { title: string; startAt: number; endAt: number }[]) =>
  slots.map((slot) => [slot.title, (slot.startAt - start) / minute, (slot.endAt - start) / minute]);

describe('laying out an occurrence', () => {
  it('plays standing items around the running order, back to back', () => {
    const { slots, unplaced } = layOut(withTune, occurrence, ['relay', 'news'], shelf());
    expect(minutesOf(slots)).toEqual([
      ['tune', 0, 1],
      ['relay', 1, 11],
      ['news', 11, 16],
      ['notice', 16, 18],
    ]);
    expect(slots.map((slot) => slot.position)).toEqual([0, 1, 2, 3]);
    expect(slots.map((slot) => slot.isStanding)).toEqual([true, false, false, true]);
    expect(unplaced).toEqual([]);
  });

  it('is silent on a date without a running order, standing items or not', () => {
    expect(layOut(withTune, occurrence, [], shelf())).toEqual({ slots: [], unplaced: [] });
  });

  it('leaves out whole what does not end within the slot, and names it', () => {
    const { slots, unplaced } = layOut(plain, occurrence, ['relay', 'long'], shelf());
    expect(minutesOf(slots)).toEqual([['relay', 0, 10]]);
    expect(unplaced).toEqual([
      {
        position: 1,
        bulletinId: 'long',
        title: 'long',
        approval: 'approved',
        isStanding: false,
        startAt: start + 10 * minute,
        endAt: start + 35 * minute,
        reason: 'overflow',
      },
    ]);
  });

  it('fills the slot to its last millisecond', () => {
    const exact = { ...occurrence, endAt: start + 15 * minute };
    expect(layOut(plain, exact, ['relay', 'news'], shelf()).slots).toHaveLength(2);
    const short = { ...exact, endAt: exact.endAt - 1 };
    expect(layOut(plain, short, ['relay', 'news'], shelf()).slots).toHaveLength(1);
  });

  it.each([
    [{ approval: 'withdrawn' }, 'not-approved'],
    [{ approval: 'draft' }, 'not-approved'],
    [{ approval: 'submitted' }, 'not-approved'],
    [{ approval: 'returned' }, 'not-approved'],
    [{ airsFrom: start + 1 }, 'cut-off-missed'],
    [{ airsFrom: null }, 'cut-off-missed'],
  ] as const)('keeps the time of %o silent, so that nothing behind it moves', (change, reason) => {
    const { slots, unplaced } = layOut(
      plain,
      occurrence,
      ['relay', 'news'],
      shelf({ id: 'relay', ...change }),
    );
    expect(minutesOf(slots)).toEqual([['news', 10, 15]]);
    expect(unplaced.map((one) => one.reason)).toEqual([reason]);
  });

  it('plays what was approved at the very cut-off', () => {
    const { slots } = layOut(plain, occurrence, ['relay'], shelf({ id: 'relay', airsFrom: start }));
    expect(minutesOf(slots)).toEqual([['relay', 0, 10]]);
  });

  it.each([
    ['relay', { audioState: 'processing' }, 'not-ready'],
    ['relay', { sha256: null }, 'not-ready'],
    ['nowhere', {}, 'unknown'],
  ])('leaves out %s with %o', (id, change, reason) => {
    const { slots, unplaced } = layOut(plain, occurrence, [id, 'news'], shelf({ id, ...change }));
    expect(minutesOf(slots)).toEqual([['news', 0, 5]]);
    expect(unplaced.map((one) => one.reason)).toEqual([reason]);
  });

  it('gives the same ids again, and another one for another sound or place', () => {
    const ids = (order: string[]) =>
      layOut(plain, occurrence, order, shelf()).slots.map((slot) => slot.itemId);
    expect(ids(['relay', 'news'])).toEqual(ids(['relay', 'news']));
    expect(new Set([...ids(['relay', 'news']), ...ids(['news', 'relay'])]).size).toBe(4);
    expect(ids(['news'])[0]).toBe(`ses_1.20261122T220000Z.00.${hash('c').slice(0, 12)}`);
  });

  it('plays one bulletin twice when it is placed twice', () => {
    const { slots } = layOut(plain, occurrence, ['news', 'news'], shelf());
    expect(new Set(slots.map((slot) => slot.itemId)).size).toBe(2);
  });

  it.each([
    ['normal', 'normal', 'normal'],
    ['priority', 'normal', 'priority'],
    ['normal', 'priority', 'priority'],
    ['normal', 'emergency', 'priority'],
  ] as const)('of a %s session and a %s bulletin makes a %s item', (session, bulletin, expected) => {
    const changed = shelf({ id: 'news', class: bulletin });
    const { slots } = layOut({ ...plain, class: session }, occurrence, ['news'], changed);
    expect(slots[0]?.class).toBe(expected);
  });
});
