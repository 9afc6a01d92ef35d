import { createRoute } from '@hono/zod-openapi';
import type { CheckedRow, ClusterImports, ImportedCode } from '../app/devices/cluster-imports.ts';
import type { Directory } from '../app/directory/directory.ts';
import { fullName } from '../domain/area.ts';
import { claimCodesCsv, clusterTemplate } from '../domain/cluster-csv.ts';
import { may } from '../domain/permissions.ts';
import { vietnamTimestamp } from '../domain/vietnam-date.ts';
import { areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import {
  type ImportPreview,
  importFile,
  importPreview,
  importResult,
} from './representations/cluster-import.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';
import type { SignedInEnv } from './signed-in-env.ts';

const templateRoute = createRoute({
  method: 'get',
  path: '/cluster-imports/template',
  ...reads('open'),
  tags: ['clusters'],
  summary: 'An empty list of clusters and receivers as CSV, to be filled in with a spreadsheet',
  responses: {
    200: {
      description: 'CSV, UTF-8 with a byte order mark',
      content: { 'text/csv': { schema: { type: 'string' } } },
    },
    ...problemResponse,
  },
});
const previewRoute = createRoute({
  method: 'post',
  path: '/cluster-imports/preview',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'What an import of the list would do, row by row; stores nothing',
  request: { body: { required: true, content: json(importFile) } },
  responses: { 200: { description: 'Row by row', content: json(importPreview) }, ...problemResponse },
});
const importRoute = createRoute({
  method: 'post',
  path: '/cluster-imports',
  ...needs('devices.write'),
  tags: ['clusters'],
  summary: 'Makes all clusters and receivers of the rows that are right, and gives their claim codes',
  request: { body: { required: true, content: json(importFile) } },
  responses: { 201: { description: 'Done', content: json(importResult) }, ...problemResponse },
});

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** Clusters and receivers from a list. */
export const createClusterImportRoutes = (deps: {
  imports: ClusterImports;
  directory: Directory;
  /** What the QR code of a claim code says. */
  claimLink: (code: string) => string;
}) => {
  const { imports, directory } = deps;

  const mayWriteOf =
    (user: SignedInEnv['Variables']['user']) =>
    (areaKey: string): boolean => {
      const ancestors = directory.areas.ancestors(areaKey).map(({ key }) => key);
      return may(user.grants, 'devices.write', areaKey, ancestors);
    };
  /** Refused as a whole when none of it is in an area where this may be done. */
  const permitSome = (
    rows: readonly CheckedRow[],
    mayWrite: (areaKey: string) => boolean,
    permit: SignedInEnv['Variables']['permit'],
  ): void => {
    const keys = rows.flatMap(({ commune }) => commune?.key ?? []);
    if (keys.length > 0 && !keys.some(mayWrite)) permit('devices.write', keys);
  };
  const describe = (rows: readonly CheckedRow[]): ImportPreview => {
    const count = (state: CheckedRow['state']): number => rows.filter((row) => row.state === state).length;
    return {
      rows: rows.map(({ line, commune, name, serial, state, errors }) => ({
        ...{ line, serial, state, cluster: name, errors: [...errors] },
        commune: commune && areaRefOf(directory, commune.key),
      })),
      counts: {
        create: count('create'),
        attach: count('attach'),
        exists: count('exists'),
        error: count('error'),
      },
    };
  };
  const codeOf = ({ cluster, device, claimCode, expiresAt }: ImportedCode) => {
    const commune = directory.areas.get(cluster.areaKey);
    return {
      ...{ clusterId: cluster.id, cluster: cluster.name, serial: device.serial, model: device.model },
      ...{ claimCode, claimLink: deps.claimLink(claimCode), claimExpiresAt: iso(expiresAt) },
      commune: commune ? fullName(commune) : '',
    };
  };

  return createRouter()
    .openapi(templateRoute, (c) => {
      c.header('content-disposition', 'attachment; filename="cum-loa-mau.csv"');
      c.header('content-type', 'text/csv; charset=utf-8');
      return c.body(clusterTemplate(), 200);
    })
    .openapi(previewRoute, (c) => {
      const mayWrite = mayWriteOf(c.get('user'));
      const rows = accepted(imports.preview(bytesOf(c.req.valid('json').content), mayWrite));
      permitSome(rows, mayWrite, c.get('permit'));
      return c.json(describe(rows), 200);
    })
    .openapi(importRoute, async (c) => {
      const user = c.get('user');
      const mayWrite = mayWriteOf(user);
      const file = bytesOf(c.req.valid('json').content);
      permitSome(accepted(imports.preview(file, mayWrite)), mayWrite, c.get('permit'));
      const { rows, codes } = accepted(await imports.run(file, mayWrite, user.username));
      const lines = codes.map(codeOf);
      const csv = claimCodesCsv(
        lines.map((line) => ({
          ...line,
          expires: vietnamTimestamp(Date.parse(line.claimExpiresAt)).slice(0, 16).replace('T', ' '),
        })),
      );
      return c.json({ ...describe(rows), codes: lines, csv }, 201);
    });
};
