import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../../../controller/adapters/tls/make-certificate.ts';
import {
  createServerCertificate,
  type ServerCertificate,
} from '../../../../../controller/adapters/tls/server-certificate.ts';
import { createCertificateTroubles } from '../../../../../controller/app/incidents/certificate-troubles.ts';
import { createIncidents, type Incidents } from '../../../../../controller/app/incidents/incidents.ts';
import { createIncidentNotices } from '../../../../../controller/app/notices/incident-notices.ts';
import { trustOf } from '../../../../../controller/composition/front-door.ts';
import { countedIds } from '../../../../support/counted-ids.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { testCertificate } from '../../../../support/test-certificate.ts';
import { createNoticesField, type NoticesField, province } from '../notices/notices-fixture.ts';

const day = 86_400_000;
const minute = 60_000;
const { key } = testCertificate;

let directory: string;
let field: NoticesField;
let incidents: Incidents;
let certificate: ServerCertificate;

const file = (name: string): string => join(directory, name);
/** What a program that renews certificates does. */
const issue = (days: number): void => {
  const [notBefore, notAfter] = [-80, days].map((n) => new Date(field.clock.now() + n * day));
  if (!notBefore || !notAfter) throw new Error('no dates');
  const wish = { subject: 'localhost', key, issuer: null, hosts: ['localhost'], notBefore, notAfter };
  writeFileSync(file('own.pem'), makeCertificate(wish));
  writeFileSync(file('own.key'), key);
};
const begin = async (days: number): Promise<void> => {
  issue(days);
  const { clock } = field;
  const tls = { certFile: file('own.pem'), keyFile: file('own.key'), caFile: null };
  certificate = await createServerCertificate({
    tls,
    directory,
    hosts: ['localhost'],
    clock,
    log: silentLog,
  });
  await run(certificate);
};
/** The controller, from a start on. */
const run = async (shown: ServerCertificate | null): Promise<void> => {
  const { notifier, clock } = field;
  const config = { http: { isTls: true } };
  incidents = createIncidents({
    ...field,
    random: countedIds(),
    log: silentLog,
    notify: createIncidentNotices({
      notifier,
      clusterName: () => null,
      areaName: () => 'Phú Thọ',
      now: clock.now,
    }),
    sources: [
      createCertificateTroubles({
        certificate: trustOf(config, shown).certificate,
        provinceKey: () => province.key,
        clock,
      }),
    ],
  });
  await incidents.start();
  await clock.advance(2 * minute);
};
const rows = async () =>
  (await field.store.incidents.page({ areaKeys: null, type: null, state: null }, null, 10)).items;
const told = async () => (await field.listOf('usr_admin')).map(({ type, title }) => [type, title.vi]);

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'truyenthanh-certificate-'));
  field = await createNoticesField();
  await field.addPerson('usr_admin', [{ role: 'administrator', areaKey: province.key }]);
});
afterEach(async () => {
  await incidents.stop();
  await field.notices.stop();
  certificate.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('the certificate of this server', () => {
  it('is no trouble while its end is far', async () => {
    await begin(30);
    expect(await rows()).toEqual([]);
  });

  it('is an incident two weeks before its end, of which administrators are told', async () => {
    await begin(10);
    expect(await rows()).toMatchObject([
      { type: 'server-certificate', severity: 'warning', areaKey: province.key, closedAt: null },
    ]);
    expect(await told()).toEqual([
      ['certificate-expiring', expect.stringContaining('hết hạn ngày 02/12/2026')],
    ]);
  });

  it('is a grave one in its last days', async () => {
    await begin(2);
    expect(await rows()).toMatchObject([{ severity: 'critical' }]);
  });

  it('is none any more as soon as a new one is shown', async () => {
    await begin(10);
    expect(await rows()).toMatchObject([{ closedAt: null }]);
    issue(90);
    await certificate.reload();
    await field.clock.advance(minute);
    expect(await rows()).toMatchObject([{ closedReason: 'recovered' }]);
  });

  it('is an incident while newer files cannot serve, which says why', async () => {
    await begin(60);
    writeFileSync(file('own.pem'), 'half a certif');
    await certificate.reload();
    await field.clock.advance(minute);
    expect(await told()).toEqual([
      ['certificate-expiring', expect.stringContaining('không dùng được: tệp không đọc được')],
    ]);
    issue(90);
    await certificate.reload();
    await field.clock.advance(minute);
    expect(await rows()).toMatchObject([{ closedReason: 'recovered' }]);
  });

  it('is no trouble to a server that has given up TLS', async () => {
    await begin(10);
    await incidents.stop();
    await run(null);
    expect(await rows()).toMatchObject([{ closedReason: 'recovered' }]);
  });
});
