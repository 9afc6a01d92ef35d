import { beforeEach, describe, expect, it } from 'vitest';
import { parseClaimLink } from '#protocol';
import { importPreview, importResult } from '../../../../controller/http/representations/cluster-import.ts';
import { caoXa, clusterRow, deviceRow, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await createHttpWorld();
});

const list = (...lines: readonly string[]) =>
  Buffer.from(['commune_code,cluster,serial', ...lines, ''].join('\n')).toString('base64');
const post = async (path: string, content: string, areaKey?: string) =>
  world.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { cookie: await world.cookieOf('technician', areaKey), 'content-type': 'application/json' },
    body: JSON.stringify({ content }),
  });
const states = async (content: string, areaKey?: string) => {
  const answer = await post('/cluster-imports/preview', content, areaKey);
  return importPreview.parse(await answer.json()).rows.map(({ state }) => state);
};

describe('importing a list', () => {
  it('makes what is right, gives codes for it, and does nothing when it comes again', async () => {
    const content = list(
      `${caoXa.code},Khu 1,S-1`,
      `${tuXa.code},Khu 1,S-2`,
      `${tuXa.code},Khu 2,`,
      '99999,Khu 3,S-3',
    );
    expect(await states(content)).toEqual(['create', 'create', 'create', 'error']);
    expect(world.directory.clusters.all()).toEqual([]);

    const { codes, csv, counts } = importResult.parse(await (await post('/cluster-imports', content)).json());
    expect(counts).toMatchObject({ create: 3, error: 1 });
    expect(codes.map(({ serial }) => serial)).toEqual(['S-1', 'S-2']);
    for (const { claimCode, claimLink } of codes) {
      expect(parseClaimLink(claimLink)?.code).toBe(claimCode);
      expect(csv).toContain(claimCode);
    }
    expect(world.directory.clusters.under(tuXa.key)).toHaveLength(2);

    expect(await states(content)).toEqual(['exists', 'exists', 'exists', 'error']);
    const again = importResult.parse(await (await post('/cluster-imports', content)).json());
    expect(again.codes).toEqual([]);
    expect(world.directory.clusters.under(tuXa.key)).toHaveLength(2);
  });

  it('gives a cluster that has none its receiver, and leaves the others to a replacement', async () => {
    await world.directory.addClusters([clusterRow('bare'), clusterRow('served')]);
    await world.directory.addDevices([deviceRow('dev-1', 'served', { serial: 'S-9' })]);
    const rows = [`${caoXa.code},Khu bare,S-1`, `${caoXa.code},Khu served,S-2`, `${tuXa.code},Khu 7,S-9`];
    expect(await states(list(...rows))).toEqual(['attach', 'error', 'error']);
  });

  it('touches nothing in communes of others', async () => {
    const content = list(`${caoXa.code},Khu 1,S-1`, `${tuXa.code},Khu 1,S-2`);
    expect(await states(content, caoXa.key)).toEqual(['create', 'error']);
    await post('/cluster-imports', list(`${tuXa.code},Khu 1,S-2`), tuXa.key);
    expect(world.directory.clusters.under(tuXa.key)).toHaveLength(1);
    expect(world.directory.clusters.under(caoXa.key)).toEqual([]);
  });
});
