import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Area, createArea } from '../../../../controller/domain/area.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';
import { type CoverageInput, computeCoverage } from '../../../../controller/domain/coverage.ts';
import { coverageCsv } from '../../../../controller/domain/coverage-csv.ts';
import { endOfLocalDate } from '../../../../controller/domain/vietnam-date.ts';

const DATE = '2022-12-31';

const area = (
  code: string,
  level: Area['level'],
  type: Area['type'],
  name: string,
  parentKey: string | null,
) => createArea({ code, level, type, name, parentKey, validFrom: '2020-01-01', validTo: null });

const province = area('25', 'province', 'tỉnh', 'Phú Thọ', null);
const commune = (name: string) => area('07945', 'commune', 'phường', name, province.key);

const csvOf = (name: string, input: Partial<CoverageInput> = {}): string => {
  const report = computeCoverage({
    tree: createAreaTree([province, commune(name)], DATE),
    areaKey: province.key,
    at: endOfLocalDate(DATE),
    facts: [],
    published: [],
    ...input,
  });
  if (report === undefined) throw new Error('the province is in force in this test');
  return coverageCsv(report);
};

const table = z.array(z.record(z.string(), z.string()));
const rowsOf = (csv: string) => table.parse(parse(csv, { bom: true, columns: true }));

const facts = [
  {
    areaKey: commune('Phong Châu').key,
    station: 'it-enabled' as const,
    devicesInService: 30,
    clusters: 30,
    clustersOnline: 27,
    clustersProven: 0,
  },
];

describe('coverageCsv', () => {
  it('starts with a byte order mark and ends every line with CR LF', () => {
    const csv = csvOf('Phong Châu');
    expect(csv.startsWith('\uFEFFMã,Địa bàn,')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('gives people names, levels and figures as Vietnamese writes them', () => {
    const [whole, part] = rowsOf(csvOf('Phong Châu', { facts }));
    expect(whole).toMatchObject({
      Mã: '25',
      'Địa bàn': 'Tỉnh Phú Thọ',
      Cấp: 'Cấp tỉnh',
      Thuộc: '',
      'Thời điểm': '31/12/2022 23:59',
      'Đài ứng dụng CNTT-VT': '1',
      'Tổng số đài': '1',
      'Tỷ lệ đài ứng dụng CNTT-VT': '100,0%',
      'Nguồn số liệu': 'Hồ sơ từng đài',
    });
    expect(part).toMatchObject({
      Mã: '07945',
      'Địa bàn': 'Phường Phong Châu',
      Thuộc: 'Tỉnh Phú Thọ',
      'Cụm loa': '30',
      'Cụm loa đang kết nối': '27',
      'Tỷ lệ có xác nhận phát': '0,0%',
    });
  });

  it('gives programs stable columns with plain numbers', () => {
    const [, part] = rowsOf(csvOf('Phong Châu', { facts }));
    expect(part).toMatchObject({
      area_key: '07945.20200101',
      area_code: '07945',
      area_level: 'commune',
      area_name: 'Phong Châu',
      parent_code: '25',
      as_of: '2022-12-31T23:59:59.999+07:00',
      official_count: '1',
      official_total: '1',
      official_percent: '100',
      official_source: 'records',
      reachable_count: '1',
      proven_count: '0',
      proven_percent: '0',
      clusters_total: '30',
      clusters_reachable: '27',
      clusters_proven: '0',
    });
  });

  it('leaves cells for programs empty, and tells people, where there is no evidence', () => {
    const [whole] = rowsOf(csvOf('Phong Châu'));
    expect(whole).toMatchObject({
      'Tỷ lệ đài ứng dụng CNTT-VT': 'chưa có số liệu',
      'Đang kết nối': 'chưa có số liệu',
      official_count: '',
      official_percent: '',
      official_source: '',
      reachable_count: '',
      clusters_proven: '',
      equipped_count: '0',
    });
  });

  it('names the publication that a figure was taken from', () => {
    const figure = {
      areaKey: province.key,
      date: '2022-06-30',
      count: 143,
      total: 225,
      document: 'Báo cáo, "năm 2022"',
    };
    const [whole] = rowsOf(csvOf('Phong Châu', { published: [figure] }));
    expect(whole).toMatchObject({
      'Tỷ lệ đài ứng dụng CNTT-VT': '63,6%',
      'Tổng số đài': '225',
      'Nguồn số liệu': 'Số liệu công bố 30/06/2022: Báo cáo, "năm 2022"',
      official_count: '143',
      official_percent: '63.6',
      official_source: 'published',
    });
  });

  it.each(['=HYPERLINK("http://x")', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])(
    'keeps a spreadsheet from running a name such as %j',
    (name) => {
      const [, part] = rowsOf(csvOf(name));
      expect(part?.area_name).toBe(`'${name.normalize('NFC')}`);
    },
  );
});
