import { describe, expect, it } from 'vitest';
import { type Area, createArea } from '../../../../controller/domain/area.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';

const area = (
  code: string,
  level: Area['level'],
  parentKey: string | null,
  validTo: string | null = null,
): Area =>
  createArea({ code, level, type: 'xã', name: `A${code}`, parentKey, validFrom: '2020-01-01', validTo });

const register = [
  area('25', 'province', null),
  area('228', 'district', '25.20200101'),
  area('227', 'district', '25.20200101', '2025-07-01'),
  area('07891', 'commune', '227.20200101'),
  area('07888', 'commune', '227.20200101'),
  area('07942', 'commune', '228.20200101'),
  area('07888-03', 'zone', '07888.20200101'),
];
const codes = (areas: readonly Area[]) => areas.map(({ code }) => code);

describe('createAreaTree', () => {
  it('orders children by code, whatever the order of the register', () => {
    const tree = createAreaTree(register, '2022-12-31');
    expect(codes(tree.roots)).toEqual(['25']);
    expect(codes(tree.children('25.20200101'))).toEqual(['227', '228']);
    expect(codes(tree.children('227.20200101'))).toEqual(['07888', '07891']);
    expect(tree.children('07891.20200101')).toEqual([]);
  });

  it('walks up and down', () => {
    const tree = createAreaTree(register, '2022-12-31');
    expect(codes(tree.ancestors('07888-03.20200101'))).toEqual(['07888', '227', '25']);
    expect(tree.parent('227.20200101')?.code).toBe('25');
    expect(tree.parent('25.20200101')).toBeUndefined();
    expect(codes(tree.descendants('25.20200101'))).toEqual([
      '227',
      '07888',
      '07888-03',
      '07891',
      '228',
      '07942',
    ]);
  });

  it('hangs communes from the province once their district has ended', () => {
    const tree = createAreaTree(register, '2025-07-01');
    expect(tree.get('227.20200101')).toBeUndefined();
    expect(tree.findByCode('227')).toBeUndefined();
    expect(codes(tree.children('25.20200101'))).toEqual(['07888', '07891', '228']);
    expect(codes(tree.ancestors('07888.20200101'))).toEqual(['25']);
  });

  it('finds by code whichever area carries it on the date', () => {
    const successor = createArea({
      code: '227',
      level: 'district',
      type: 'thành phố',
      name: 'Việt Trì mới',
      parentKey: '25.20200101',
      validFrom: '2025-07-01',
      validTo: null,
    });
    const both = [...register, successor];
    expect(createAreaTree(both, '2025-06-30').findByCode('227')?.key).toBe('227.20200101');
    expect(createAreaTree(both, '2025-07-01').findByCode('227')?.key).toBe('227.20250701');
    expect(createAreaTree(both, '2019-12-31').roots).toEqual([]);
  });

  it.each([
    ['Area_KeyRepeated', [area('25', 'province', null), area('25', 'province', null)]],
    [
      'Area_CodeRepeated',
      [area('25', 'province', null), { ...area('25', 'province', null), key: '25.20210101' }],
    ],
    ['Area_ParentUnknown', [area('227', 'district', '25.20200101')]],
    [
      'Area_ParentCycle',
      [area('227', 'district', '228.20200101', '2020-01-02'), area('228', 'district', '228.20200101')],
    ],
  ])('refuses contradictory data: %s', (code, areas) => {
    expect(() => createAreaTree(areas, '2022-01-01')).toThrow(expect.objectContaining({ code }));
  });
});
