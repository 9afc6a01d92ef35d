import { describe, expect, it } from 'vitest';
import { createReach, type ReachArea } from '../../../../controller/domain/reach.ts';

const area = (
  key: string,
  level: ReachArea['level'],
  parentKey: string | null,
  validTo: string | null = null,
): ReachArea => ({ key, level, parentKey, validFrom: '2020-01-01', validTo });

const areas = [
  area('25', 'province', null),
  area('237', 'district', '25', '2025-07-01'),
  area('07888', 'commune', '237'),
  area('07891', 'commune', '237', '2026-01-01'),
  area('07900', 'commune', '25'),
  area('07888-03', 'zone', '07888'),
  area('26', 'province', null),
];

describe('the reach of an area', () => {
  const reach = createReach(areas, '2026-11-23');

  it('is every commune in force below it', () => {
    expect(reach.communes).toEqual(['07888', '07900']);
    expect(reach.communesUnder('25')).toEqual(['07888', '07900']);
    expect(reach.communesUnder('26')).toEqual([]);
    expect(reach.communesUnder('nowhere')).toEqual([]);
  });

  it('of an ended district still holds its communes', () => {
    expect(reach.communesUnder('237')).toEqual(['07888']);
    expect(reach.ancestors('07888')).toEqual(['237', '25']);
  });

  it('of a zone is the commune that holds it', () => {
    expect(reach.communesUnder('07888-03')).toEqual(['07888']);
    expect(reach.zones('07888')).toEqual(['07888-03']);
  });

  it('changes with the date', () => {
    expect(createReach(areas, '2025-12-31').communesUnder('25')).toEqual(['07888', '07891', '07900']);
    expect(reach.isInForce('07891')).toBe(false);
  });

  it('tells what lies within what', () => {
    expect(reach.isWithin('07888-03', '25')).toBe(true);
    expect(reach.isWithin('25', '25')).toBe(true);
    expect(reach.isWithin('25', '07888')).toBe(false);
  });

  it('survives areas that name each other as parents', () => {
    const cyclic = createReach([area('1', 'district', '2'), area('2', 'district', '1')], '2026-11-23');
    expect(cyclic.ancestors('1')).toEqual(['2', '1']);
  });
});
