import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAreas } from '../../../../controller/data/load-areas.ts';
import { areasCsv, type ReadPackage, readInstalledPackage } from '../../../../controller/data/make-areas.ts';
import { fullName } from '../../../../controller/domain/area.ts';
import { createAreaTree } from '../../../../controller/domain/area-tree.ts';

const shipped = readFileSync(new URL('../../../../controller/data/areas.csv', import.meta.url));
const areas = loadAreas();
const tree = createAreaTree(areas, '2022-12-31');

/** The installed package with one of its files changed. */
const changed =
  (file: string, change: (content: string) => string): ReadPackage =>
  (path) =>
    path === file
      ? JSON.parse(change(JSON.stringify(readInstalledPackage(path))))
      : readInstalledPackage(path);

describe('areas.csv', () => {
  it('is, byte for byte, what its script makes of the installed register', () => {
    expect(Buffer.from(areasCsv(readInstalledPackage)).equals(shipped)).toBe(true);
  });

  it('holds one province, 13 districts and 225 communes, as many in each as published', () => {
    const [province, ...others] = tree.roots;
    expect(others).toEqual([]);
    expect(province).toMatchObject({ key: '25.20200101', type: 'tỉnh', name: 'Phú Thọ', level: 'province' });
    const counts = tree
      .children('25.20200101')
      .map(({ key, type, name }) => `${type} ${name} ${tree.children(key).length}`);
    expect(counts).toEqual([
      'thành phố Việt Trì 22',
      'thị xã Phú Thọ 9',
      'huyện Đoan Hùng 22',
      'huyện Hạ Hoà 20',
      'huyện Thanh Ba 19',
      'huyện Phù Ninh 17',
      'huyện Yên Lập 17',
      'huyện Cẩm Khê 24',
      'huyện Tam Nông 12',
      'huyện Lâm Thao 12',
      'huyện Thanh Sơn 23',
      'huyện Thanh Thuỷ 11',
      'huyện Tân Sơn 17',
    ]);
    expect(areas.filter(({ level }) => level === 'commune')).toHaveLength(225);
    expect(areas).toHaveLength(239);
  });

  it('is in NFC, with codes that keep their leading zeros', () => {
    const text = shipped.toString('utf8');
    expect(text).toBe(text.normalize('NFC'));
    expect(tree.findByCode('07888')).toMatchObject({ name: 'Dữu Lâu', nameKey: 'duu lau', type: 'phường' });
  });

  it('repeats only the name Phong Châu among communes, told apart by type and parent', () => {
    const places = new Map<string, string[]>();
    for (const area of areas.filter(({ level }) => level === 'commune')) {
      const parent = tree.parent(area.key);
      const place = `${fullName(area)}, ${parent === undefined ? '' : fullName(parent)}`;
      places.set(area.name, [...(places.get(area.name) ?? []), place]);
    }
    expect([...places].filter(([, namesakes]) => namesakes.length > 1)).toEqual([
      ['Phong Châu', ['Phường Phong Châu, Thị xã Phú Thọ', 'Thị trấn Phong Châu, Huyện Phù Ninh']],
    ]);
  });

  it('covers 1 January 2020 and after, and nothing before', () => {
    expect(createAreaTree(areas, '2019-12-31').roots).toEqual([]);
    expect(createAreaTree(areas, '2020-01-01').roots).toHaveLength(1);
  });
});

describe('making areas.csv', () => {
  it.each([
    ['another version', changed('package.json', (text) => text.replace('1.6.0', '1.7.0')), /1\.7\.0/],
    [
      'a district that is missing',
      changed('dist/quan-huyen/25.json', (text) => text.replaceAll('"227"', '"229"')),
      /229/,
    ],
    [
      'a commune too few',
      changed('dist/xa-phuong/228.json', (text) => text.replace(/"07942":\{[^}]*\},/, '')),
      /228 has 8 communes, not 9/,
    ],
    [
      'a commune of another district',
      changed('dist/xa-phuong/228.json', (text) =>
        text.replace('"parent_code":"228"', '"parent_code":"227"'),
      ),
      /lies in 227/,
    ],
    [
      'a code without its leading zero',
      changed('dist/xa-phuong/228.json', (text) => text.replaceAll('"07942"', '"7942"')),
      /7942/,
    ],
    [
      'an unknown type',
      changed('dist/xa-phuong/228.json', (text) => text.replace('"type":"phuong"', '"type":"quan"')),
      /quan/,
    ],
    [
      'a name with a digit',
      changed('dist/xa-phuong/228.json', (text) => text.replace('"Hùng Vương"', '"Hùng Vương 1"')),
      /Hùng Vương 1/,
    ],
  ])('fails loudly on %s', (_, read, finding) => {
    expect(() => areasCsv(read)).toThrow(finding);
  });
});
