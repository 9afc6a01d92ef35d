import { describe, expect, it } from 'vitest';
import {
  emptyStartForm,
  firstPlace,
  missingOf,
  type StartForm,
  startInput,
  stopsInTheWay,
  targetsOf,
} from '../../../../../web/src/features/announcements/start-form.ts';
import { announcement } from './sample-announcement.ts';

const stop = announcement({ id: 'ann_stop', kind: 'stop', endAt: null });
const form = (part: Partial<StartForm> = {}): StartForm => ({
  ...emptyStartForm('08527'),
  bulletinId: 'bul_1',
  ...part,
});

describe('start of an emergency', () => {
  it('begins in the own commune, and elsewhere with what was chosen last', () => {
    expect(firstPlace({ code: '08527', level: 'commune' }, '07888')).toBe('08527');
    expect(firstPlace({ code: '25', level: 'province' }, '07888')).toBe('07888');
    expect(firstPlace({ code: '25', level: 'province' }, null)).toBeNull();
  });

  it('asks for the place first, then for the audio, then for nothing', () => {
    expect(missingOf(emptyStartForm(null), [])).toBe('place');
    expect(missingOf(emptyStartForm('08527'), [])).toBe('clip');
    expect(missingOf(form(), [])).toBeNull();
  });

  it('needs at least one cluster where clusters are chosen one by one', () => {
    const place = { areaCode: '08527', clusterIds: [] };
    expect(missingOf(form({ place }), [])).toBe('place');
    expect(targetsOf({ ...place, clusterIds: ['clu_1', 'clu_2'] })).toEqual([
      { clusterId: 'clu_1' },
      { clusterId: 'clu_2' },
    ]);
  });

  it('does not lift a stop by the way: that is chosen in words of its own', () => {
    expect(missingOf(form(), [stop])).toBe('lift');
    expect(startInput(form(), [stop])).not.toHaveProperty('liftStopIds');
    const lifting = form({ liftStops: true });
    expect(missingOf(lifting, [stop])).toBeNull();
    expect(startInput(lifting, [stop])).toMatchObject({ liftStopIds: ['ann_stop'] });
  });

  it('never lifts a stop for an exercise or a test tone', () => {
    for (const kind of ['exercise', 'test'] as const) {
      const practice = form({ kind, liftStops: true });
      expect(missingOf(practice, [stop])).toBe('stopped');
      expect(startInput(practice, [stop])).not.toHaveProperty('liftStopIds');
    }
  });

  it('sends of each kind what belongs to it', () => {
    const targets = [{ areaCode: '08527' }];
    expect(startInput(form({ minutes: 30, repeat: false }), [])).toEqual({
      kind: 'emergency',
      targets,
      bulletinId: 'bul_1',
      durationMs: 1_800_000,
      repeat: false,
    });
    expect(startInput(form({ kind: 'exercise' }), [])).toEqual({
      kind: 'exercise',
      targets,
      bulletinId: 'bul_1',
    });
    expect(startInput(form({ kind: 'test', bulletinId: null }), [])).toEqual({ kind: 'test', targets });
  });

  it('asks to lift what touches the chosen clusters, and no stop of others', () => {
    const ofCluster = { ...stop, id: 'ann_cluster', targets: [{ clusterId: 'clu_1' }] };
    const inForce = [stop, ofCluster, announcement()];
    const idsAt = (clusterIds: string[] | null) =>
      stopsInTheWay(inForce, { areaCode: '08527', clusterIds }).map(({ id }) => id);
    expect(idsAt(null)).toEqual(['ann_stop', 'ann_cluster']);
    expect(idsAt(['clu_1'])).toEqual(['ann_stop', 'ann_cluster']);
    expect(idsAt(['clu_2'])).toEqual(['ann_stop']);
  });
});
