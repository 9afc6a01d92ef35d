import { describe, expect, it } from 'vitest';
import {
  loadAreas,
  loadPublishedFigures,
  loadStations,
  parseAreas,
  parsePublishedFigures,
  parseStations,
} from '../../../../controller/data/load-areas.ts';

const AREAS = 'key,code,level,type,name,parent_key,valid_from,valid_to\n';
const STATIONS = 'area_key,technology,valid_from,document\n';
const FIGURES = 'area_key,date,count,total,document\n';

describe('reading shipped data', () => {
  it('gives areas with search keys, parents before their children', () => {
    const seen = new Set<string | null>([null]);
    for (const area of loadAreas()) {
      expect(seen.has(area.parentKey)).toBe(true);
      seen.add(area.key);
    }
    expect(loadAreas()[1]).toEqual({
      key: '227.20200101',
      code: '227',
      level: 'district',
      type: 'thành phố',
      name: 'Việt Trì',
      nameKey: 'viet tri',
      parentKey: '25.20200101',
      validFrom: '2020-01-01',
      validTo: null,
    });
  });

  it('speaks only of areas in the register', () => {
    const keys = new Set(loadAreas().map(({ key }) => key));
    for (const { areaKey } of [...loadStations(), ...loadPublishedFigures()]) {
      expect(keys.has(areaKey)).toBe(true);
    }
  });

  it('reads the two published figures and says which date is assumed', () => {
    const [earlier, later, ...others] = loadPublishedFigures();
    expect(earlier).toMatchObject({ date: '2022-06-30', count: 143, total: 225 });
    expect(earlier?.document).toContain('the date is assumed');
    expect(later).toMatchObject({ date: '2022-12-31', count: 144, total: 225 });
    expect(later?.document).toContain('179/QĐ-UBND');
    expect(others).toEqual([]);
  });

  it('reads an end date, a byte order mark and quoted cells', () => {
    const [area] = parseAreas(
      `\uFEFF${AREAS}25.20200101,25,province,tỉnh,"Phú Thọ",,2020-01-01,2025-07-01\n`,
    );
    expect(area).toMatchObject({ name: 'Phú Thọ', validTo: '2025-07-01' });
  });

  it.each([
    [
      'a key that is not code and date',
      '25.20210101,25,province,tỉnh,Phú Thọ,,2020-01-01,',
      /line 2, column key/,
    ],
    ['a code of four digits', '2500.20200101,2500,province,tỉnh,Phú Thọ,,2020-01-01,', /column code/],
    ['a date that does not exist', '25.20200230,25,province,tỉnh,Phú Thọ,,2020-02-30,', /column valid_from/],
    ['an unknown level', '25.20200101,25,country,tỉnh,Phú Thọ,,2020-01-01,', /column level/],
    [
      'a decomposed name',
      `25.20200101,25,province,tỉnh,${'Phú Thọ'.normalize('NFD')},,2020-01-01,`,
      /column name: not NFC/,
    ],
    ['a missing cell', '25.20200101,25,province', /not well-formed/],
    [
      'a parent that is no area',
      '25.20200101,25,province,tỉnh,Phú Thọ,01.20200101,2020-01-01,',
      /01\.20200101/,
    ],
    ['no rows', '', /no area/],
  ])('refuses areas with %s', (_, row, finding) => {
    expect(() => parseAreas(AREAS + row)).toThrow(finding);
  });

  it.each([
    ['an unknown technology', 'dab,2020-01-01,a report', /column technology/],
    ['no document', 'fm,2020-01-01,', /column document/],
  ])('refuses stations with %s', (_, row, finding) => {
    expect(() => parseStations(`${STATIONS}25.20200101,${row}\n`)).toThrow(finding);
  });

  it.each([
    ['more than all', '2022-12-31,226,225,a report', /column count/],
    ['a count that is none', '2022-12-31,1e2,225,a report', /column count/],
    ['no date', ',144,225,a report', /column date/],
  ])('refuses figures with %s', (_, row, finding) => {
    expect(() => parsePublishedFigures(`${FIGURES}25.20200101,${row}\n`)).toThrow(finding);
  });
});
