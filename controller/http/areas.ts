import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { AreaRow } from '../app/ports/store/areas.ts';
import { matchesName } from '../domain/area-name.ts';
import { areaByCode } from './area-ref.ts';
import { json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { type Area, area, areaCode } from './representations/common.ts';
import { createRouter } from './router.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/areas',
  ...reads('open'),
  tags: ['areas'],
  summary: 'Areas, by parent, level or name without regard to tone marks',
  request: {
    query: z.object({
      parent: areaCode.optional(),
      level: z.enum(['province', 'district', 'commune', 'zone']).optional(),
      search: z.string().max(100).optional(),
    }),
  },
  responses: {
    200: {
      description: 'Areas in code order',
      content: json(z.object({ items: z.array(area) }).openapi('AreaList')),
    },
    ...problemResponse,
  },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/areas/{code}',
  ...reads('open'),
  tags: ['areas'],
  summary: 'One area',
  request: { params: z.object({ code: areaCode }) },
  responses: { 200: { description: 'The area', content: json(area) }, ...problemResponse },
});

export const createAreaRoutes = ({ directory }: { directory: Directory }) => {
  const describe = (row: AreaRow): Area => {
    const parent = row.parentKey === null ? undefined : directory.areas.get(row.parentKey);
    return {
      key: row.key,
      code: row.code,
      level: row.level,
      type: row.type,
      name: row.name,
      parentCode: parent?.code ?? null,
      parentName: parent?.name ?? null,
      validFrom: row.validFrom,
      validTo: row.validTo,
    };
  };
  return createRouter()
    .openapi(listRoute, (c) => {
      const { parent, level, search } = c.req.valid('query');
      const below =
        parent === undefined
          ? directory.areas.all()
          : directory.areas.children(areaByCode(directory, parent).key);
      const items = below
        .filter((row) => level === undefined || row.level === level)
        .filter((row) => search === undefined || matchesName(row.nameKey, search))
        .map(describe);
      return c.json({ items }, 200);
    })
    .openapi(oneRoute, (c) => c.json(describe(areaByCode(directory, c.req.valid('param').code)), 200));
};
