import { createRoute, z } from '@hono/zod-openapi';
import { claimRequest, claimResponse } from '#protocol';
import type { Claims, IssuedCode } from '../app/devices/claims.ts';
import type { Directory } from '../app/directory/directory.ts';
import { needs } from './authorisation.ts';
import { deviceOf } from './cluster-view.ts';
import { accepted, createRouter, json, openToAll, problemResponse } from './problem.ts';
import { createDevice, createdDevice } from './representations/cluster.ts';
import { iso } from './representations/time.ts';
import { heardIn } from './targets.ts';

const createDeviceRoute = createRoute({
  method: 'post',
  path: '/devices',
  ...needs('devices.write'),
  tags: ['devices'],
  summary: 'Register a receiver for a cluster; gives its one-time claim code',
  request: { body: { required: true, content: json(createDevice) } },
  responses: {
    201: { description: 'Waits for its claim', content: json(createdDevice) },
    ...problemResponse,
  },
});
const newCodeRoute = createRoute({
  method: 'post',
  path: '/devices/{id}/claim-code',
  ...needs('devices.write'),
  tags: ['devices'],
  summary: 'A fresh claim code; older ones die',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 201: { description: 'The code', content: json(createdDevice) }, ...problemResponse },
});
const claimRoute = createRoute({
  method: 'post',
  path: '/claims',
  tags: ['devices'],
  summary: 'A receiver takes up its identity; the one-time code is its credential',
  security: openToAll,
  request: { body: { required: true, content: json(claimRequest) } },
  responses: {
    200: { description: 'Identity, shown once', content: json(claimResponse) },
    ...problemResponse,
  },
});

const issued = ({ device, claimCode, expiresAt }: IssuedCode) => ({
  device: deviceOf(device),
  claimCode,
  claimExpiresAt: iso(expiresAt),
});

/** Behind sign-in. */
export const createDeviceRoutes = (deps: { claims: Claims; directory: Directory }) => {
  const { claims, directory } = deps;
  return createRouter()
    .openapi(createDeviceRoute, async (c) => {
      const wanted = c.req.valid('json');
      c.get('permit')('devices.write', heardIn(directory, [{ clusterId: wanted.clusterId }]));
      return c.json(issued(accepted(await claims.createDevice(wanted))), 201);
    })
    .openapi(newCodeRoute, async (c) => {
      const { id } = c.req.valid('param');
      const placed = directory.devices.placed(id);
      c.get('permit')('devices.write', placed ? [placed.cluster.areaKey] : []);
      return c.json(issued(accepted(await claims.newCode(id))), 201);
    });
};

/** Open to receivers: nobody is signed in on a loudspeaker. */
export const createClaimRoutes = ({ claims }: { claims: Claims }) =>
  createRouter().openapi(claimRoute, async (c) =>
    c.json(accepted(await claims.claim(c.req.valid('json'))), 200),
  );
