import { describe, expect, it } from 'vitest';
import { type StationRecord, stationsOn } from '../../../../controller/domain/station.ts';

const record = (facts: Partial<StationRecord>): StationRecord => ({
  areaKey: '07888.20200101',
  technology: 'fm',
  validFrom: '2020-01-01',
  document: 'a document',
  isDemo: false,
  ...facts,
});
const technologyOn = (date: string, ...records: StationRecord[]) =>
  stationsOn(records, date).get('07888.20200101')?.technology;

describe('stationsOn', () => {
  it('follows the dated records of a commune', () => {
    const records = [
      record({ technology: 'fm' }),
      record({ technology: 'it-enabled', validFrom: '2022-06-30' }),
    ];
    expect(technologyOn('2019-12-31', ...records)).toBeUndefined();
    expect(technologyOn('2022-06-29', ...records)).toBe('fm');
    expect(technologyOn('2022-06-30', ...records)).toBe('it-enabled');
  });

  it('lets the later record hold, whichever is read first', () => {
    const early = record({ technology: 'wired' });
    const late = record({ technology: 'it-enabled', validFrom: '2022-01-01' });
    expect(technologyOn('2023-01-01', early, late)).toBe('it-enabled');
    expect(technologyOn('2023-01-01', late, early)).toBe('it-enabled');
  });

  it('puts a documented record above a demo record of the same day', () => {
    const demo = record({ technology: 'it-enabled', isDemo: true });
    const documented = record({ technology: 'none' });
    expect(technologyOn('2023-01-01', demo, documented)).toBe('none');
    expect(technologyOn('2023-01-01', documented, demo)).toBe('none');
  });
});
