import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadinessReport } from '../../../../controller/app/sessions/readiness.ts';
import { readinessView } from '../../../../controller/http/readiness-view.ts';
import { readiness } from '../../../../controller/http/representations/session.ts';
import {
  caoXa,
  clusterRow,
  createDeviceField,
  type DeviceField,
  district,
  tuXa,
} from '../../../support/device-field.ts';

let field: DeviceField;
beforeEach(async () => {
  field = await createDeviceField(3);
  await field.directory.addClusters(['t1', 't2'].map((id) => clusterRow(id, { areaKey: tuXa.key })));
});

const counts = { total: 5, ready: 0, program: 1, audio: 2, online: 3 };
const reportOf = (...waiting: [clusterId: string, areaKey: string][]): ReadinessReport => ({
  ...counts,
  areas: [{ areaKey: caoXa.key, ...counts }],
  notReady: waiting.map(([clusterId, areaKey]) => ({ clusterId, areaKey, reasons: ['program'] })),
});
const all: [string, string][] = [
  ['t2', tuXa.key],
  ['2', caoXa.key],
  ['t1', tuXa.key],
  ['1', caoXa.key],
  ['3', caoXa.key],
];
const page = (report: ReadinessReport, cursor: string | null, limit = 2) => {
  const view = readinessView(field.directory, report, { cursor, limit });
  return { ids: view.notReady.map(({ clusterId }) => clusterId), next: view.next };
};

describe('readiness as the API gives it', () => {
  it('names commune and district, of the counts and of who is not ready', () => {
    const view = readiness.parse(
      readinessView(field.directory, reportOf(['1', caoXa.key]), { cursor: null, limit: 10 }),
    );
    const place = { area: { code: caoXa.code, type: 'xã' }, district: { code: district.code } };
    expect(view).toMatchObject({
      ...counts,
      areas: [{ ...counts, ...place }],
      notReady: [{ clusterId: '1', clusterName: 'Khu 1', reasons: ['program'], ...place }],
      next: null,
    });
  });

  it('turns pages by commune, each cluster once', () => {
    const report = reportOf(...all);
    expect(page(report, null)).toEqual({ ids: ['1', '2'], next: '2' });
    expect(page(report, '2')).toEqual({ ids: ['3', 't1'], next: 't1' });
    expect(page(report, 't1')).toEqual({ ids: ['t2'], next: null });
  });

  it('goes on behind a cluster that has become ready since', () => {
    const left = reportOf(...all.filter(([id]) => id !== '2'));
    expect(page(left, '2')).toEqual({ ids: ['3', 't1'], next: 't1' });
  });
});
