import { createRoute, z } from '@hono/zod-openapi';
import { claimRequest, claimResponse } from '#protocol';
import type { Claims, IssuedCode } from '../app/devices/claims.ts';
import type { Devices } from '../app/devices/devices.ts';
import type { Directory } from '../app/directory/directory.ts';
import { needs } from './authorisation.ts';
import { deviceOf } from './cluster-view.ts';
import { accepted, json, openToAll, problemResponse } from './problem.ts';
import { becauseOf, createDevice, createdDevice, device, editDevice } from './representations/cluster.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';
import { heardIn } from './targets.ts';
import type { RemoteAddress } from './this-machine.ts';

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
const lookupRoute = createRoute({
  method: 'post',
  path: '/claim-lookups',
  ...needs('devices.write'),
  tags: ['devices'],
  summary: 'For which receiver a living claim code was made: what a technician has scanned',
  request: { body: { required: true, content: json(claimRequest.pick({ code: true }).strict()) } },
  responses: {
    200: { description: 'The receiver', content: json(z.object({ clusterId: z.string(), device })) },
    ...problemResponse,
  },
});
const editRoute = createRoute({
  method: 'patch',
  path: '/devices/{id}',
  ...needs('devices.write'),
  tags: ['devices'],
  summary: 'The loudest that the receiver may ever be',
  request: {
    params: z.object({ id: z.string().max(64) }),
    body: { required: true, content: json(editDevice) },
  },
  responses: { 200: { description: 'The device', content: json(device) }, ...problemResponse },
});
const revokeRoute = createRoute({
  method: 'post',
  path: '/devices/{id}/revoke',
  ...needs('devices.write'),
  tags: ['devices'],
  summary: 'Takes a receiver out of service for good: nothing more is believed of it',
  request: {
    params: z.object({ id: z.string().max(64) }),
    body: { required: true, content: json(becauseOf) },
  },
  responses: { 200: { description: 'The device', content: json(device) }, ...problemResponse },
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

/** Behind sign-in. */
export const createDeviceRoutes = (deps: {
  claims: Claims;
  devices: Devices;
  directory: Directory;
  /** What the QR code of a claim code says. */
  claimLink: (code: string) => string;
}) => {
  const { claims, devices, directory } = deps;
  const issued = ({ device: row, claimCode, expiresAt }: IssuedCode) => ({
    device: deviceOf(row),
    claimCode,
    claimLink: deps.claimLink(claimCode),
    claimExpiresAt: iso(expiresAt),
  });
  const areasOf = (deviceId: string): string[] => {
    const placed = directory.devices.placed(deviceId);
    return placed ? [placed.cluster.areaKey] : [];
  };
  return createRouter()
    .openapi(createDeviceRoute, async (c) => {
      const wanted = c.req.valid('json');
      c.get('permit')('devices.write', heardIn(directory, [{ clusterId: wanted.clusterId }]));
      return c.json(issued(accepted(await claims.createDevice(wanted, c.get('user').username))), 201);
    })
    .openapi(newCodeRoute, async (c) => {
      const { id } = c.req.valid('param');
      c.get('permit')('devices.write', areasOf(id));
      return c.json(issued(accepted(await claims.newCode(id, c.get('user').username))), 201);
    })
    .openapi(lookupRoute, async (c) => {
      const row = accepted(await claims.whose(c.req.valid('json').code, `user ${c.get('user').username}`));
      c.get('permit')('devices.write', areasOf(row.id));
      return c.json({ clusterId: row.clusterId, device: deviceOf(row) }, 200);
    })
    .openapi(editRoute, async (c) => {
      const { id } = c.req.valid('param');
      c.get('permit')('devices.write', areasOf(id));
      const { maxVolume } = c.req.valid('json');
      const outcome = await devices.limitVolume(id, maxVolume, c.get('user').username);
      return c.json(deviceOf(accepted(outcome)), 200);
    })
    .openapi(revokeRoute, async (c) => {
      const { id } = c.req.valid('param');
      c.get('permit')('devices.write', areasOf(id));
      const { reason } = c.req.valid('json');
      const outcome = await devices.revoke(id, reason, c.get('user').username);
      return c.json(deviceOf(accepted(outcome)), 200);
    });
};

/** Open to receivers: nobody is signed in on a loudspeaker. */
export const createClaimRoutes = (deps: { claims: Claims; remoteAddress: RemoteAddress }) =>
  createRouter().openapi(claimRoute, async (c) => {
    const address = deps.remoteAddress(c) ?? null;
    return c.json(accepted(await deps.claims.claim(c.req.valid('json'), address)), 200);
  });
