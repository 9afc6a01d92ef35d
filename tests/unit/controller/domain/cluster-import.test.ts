import { describe, expect, it } from 'vitest';
import { createArea } from '../../../../controller/domain/area.ts';
import { claimCodesCsv, clusterTemplate, readClusterCsv } from '../../../../controller/domain/cluster-csv.ts';
import { readImportRow, withoutRepeats } from '../../../../controller/domain/cluster-import.ts';
import { caoXa, district, province, tuXa } from '../../../support/device-field.ts';

const validFrom = '2020-01-01';
const doanHung = createArea({
  ...{ code: '230', level: 'district', type: 'huyện', name: 'Đoan Hùng', parentKey: province.key },
  ...{ validFrom, validTo: null },
});
const otherTuXa = createArea({
  ...{ code: '08000', level: 'commune', type: 'xã', name: 'Tứ Xã', parentKey: doanHung.key },
  ...{ validFrom, validTo: null },
});
const areas = [province, district, doanHung, caoXa, tuXa, otherTuXa];
const book = {
  communes: [caoXa, tuXa, otherTuXa],
  byCode: (code: string) => areas.find((area) => area.code === code),
  parentOf: ({ parentKey }: { parentKey: string | null }) => areas.find(({ key }) => key === parentKey),
};

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const read = (text: string) => {
  const found = readClusterCsv(bytes(text));
  if (!found.ok) throw new Error(found.fault.code);
  return withoutRepeats(found.value.map((row) => readImportRow(row, book)));
};
const columns = (text: string) => read(text).map(({ errors }) => errors.map(({ column }) => column));

describe('a list of clusters', () => {
  const cluster = {
    areaKey: caoXa.key,
    name: 'Khu 3 – Nhà văn hóa',
    latitude: 21.3228,
    longitude: 105.2119,
    horns: 4,
    watts: 120,
    receiver: { serial: 'TT50-00417', model: 'TT-4G-50', maxVolume: 80 },
  };
  const vietnamese =
    'Mã xã;Tên cụm loa;Vĩ độ;Kinh độ;Số loa;Công suất (W);Số sê-ri bộ thu;Kiểu bộ thu;Âm lượng tối đa\r\n' +
    '08521;Khu 3 – Nhà văn hóa;21,3228;105,2119;4;120;TT50-00417;TT-4G-50;80\r\n';

  it('is read as Vietnamese Excel writes it: a mark, semicolons, decimal commas', () => {
    expect(read(`\uFEFF${vietnamese}`)).toMatchObject([{ line: 2, errors: [], cluster }]);
  });

  it('is read without what nobody sees in it', () => {
    const unseen = vietnamese.replace('Khu 3', '\u200bKhu\u202e 3').replace('TT50', '\u2066TT50');
    expect(read(unseen)).toMatchObject([{ errors: [], cluster }]);
  });

  it('is read with English headers and commas, and with the zero that Excel took away', () => {
    const english =
      'commune_code,cluster,latitude,longitude,horns,watts,serial,model,max_volume\n' +
      '8521,Khu 3 – Nhà văn hóa,21.3228,105.2119,4,120,TT50-00417,TT-4G-50,80\n';
    expect(read(english)).toMatchObject([{ errors: [], cluster }]);
  });

  it('is read as “Unicode text”, UTF-16 with tabs', () => {
    const utf16 = Buffer.from(`\uFEFF${vietnamese.replaceAll(';', '\t')}`, 'utf16le');
    const found = readClusterCsv(new Uint8Array(utf16));
    expect(found.ok && readImportRow(found.value[0] ?? { line: 0, cells: {} }, book).cluster).toEqual(
      cluster,
    );
  });

  it('without a receiver makes places alone; empty lines and remarks are passed over', () => {
    const rows = read('commune,cluster\n\n# a remark\n"Cao Xá",Khu 1\n');
    expect(rows).toMatchObject([{ line: 4, cluster: { receiver: null, latitude: null, horns: 2 } }]);
  });

  it('finds communes by name without tone marks, with the district where it is needed', () => {
    const rows = read('Xã;Huyện;Cụm loa\nXA CAO XA;;a\ntu xa;huyện Đoan Hùng;b\nTứ Xã;lam thao;c\n');
    expect(rows.map(({ commune }) => commune?.key)).toEqual([caoXa.key, otherTuXa.key, tuXa.key]);
  });

  it('names the candidates of an ambiguous name', () => {
    const [row] = read('commune,cluster\nTứ Xã,a\n');
    expect(row?.errors[0]?.vi).toContain('Xã Tứ Xã, Huyện Lâm Thao (08527)');
    expect(row?.errors[0]?.vi).toContain('Xã Tứ Xã, Huyện Đoan Hùng (08000)');
  });

  it.each([
    ['an unknown commune', '99999,,a,,,,', ['commune_code']],
    ['an unknown name', ',Nowhere,a,,,,', ['commune']],
    ['no commune', ',,a,,,,', ['commune']],
    ['no name', '08521,,,,,S-1,', ['cluster']],
    ['half a position', '08521,,a,21.3,,,', ['latitude']],
    ['swapped coordinates', '08521,,a,105.2,21.3,,', ['latitude']],
    ['a place abroad', '08521,,a,48.8,2.3,,', ['latitude']],
    ['words for numbers', '08521,,a,bắc,đông,,', ['latitude', 'longitude']],
    ['a formula for a name', '08521,,"=HYPERLINK(""http://x"")",,,,', ['cluster']],
    ['a formula for a serial', '08521,,a,,,@SUM(1),', ['serial']],
    ['more than it can be', '08521,,a,,,S-1,101', ['max_volume']],
  ])('has an error in the row with %s', (_, line, wrong) => {
    const head = 'commune_code,commune,cluster,latitude,longitude,serial,max_volume';
    expect(columns(`${head}\n${line}\n`)).toEqual([wrong]);
  });

  it('that repeats a receiver or a place says on which line it was', () => {
    const rows = read('commune_code,cluster,serial\n08521,a,S-1\n08521,b,s-1\n08521,A,S-2\n');
    expect(rows.map(({ errors }) => errors.map(({ en }) => en))).toEqual([
      [],
      ['The serial is the same as on line 2.'],
      ['The same cluster as on line 2.'],
    ]);
  });

  it.each([
    ['of another code page', Buffer.from('commune,cluster\nCao X\xe1,a\n', 'latin1'), 'Import_NotUtf8'],
    ['without the needed columns', Buffer.from('serial,model\nS-1,TT\n'), 'Import_ColumnsMissing'],
    ['that is empty', Buffer.alloc(0), 'Import_ColumnsMissing'],
    ['with an open quotation mark', Buffer.from('commune,cluster\nCao Xá,"a\n'), 'Import_Broken'],
    ['of too many rows', Buffer.from(`commune,cluster\n${'Cao Xá,a\n'.repeat(2_001)}`), 'Import_TooManyRows'],
  ])('%s is refused as a whole', (_, file, code) => {
    expect(readClusterCsv(new Uint8Array(file))).toMatchObject({ ok: false, fault: { code } });
  });

  it('the template has a mark for Excel, and nothing in it that would be imported', () => {
    expect(clusterTemplate().startsWith('\uFEFF')).toBe(true);
    expect(readClusterCsv(bytes(clusterTemplate()))).toEqual({ ok: true, value: [] });
  });
});

it('the list of codes holds no formula', () => {
  const line = {
    ...{ commune: '=1+1', cluster: '@SUM', serial: '+1', model: '-1' },
    ...{ claimCode: 'ABCD', expires: '2026-11-29 05:00', claimLink: 'https://x/install#c=ABCD' },
  };
  expect(claimCodesCsv([line]).split('\r\n')[1]).toBe(
    "'=1+1,'@SUM,'+1,'-1,ABCD,2026-11-29 05:00,https://x/install#c=ABCD",
  );
});
