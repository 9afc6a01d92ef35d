import { setImmediate as othersTurn } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import type { AnnouncementProgress } from '../app/announcements/announcement-progress.ts';
import type { AnnouncementRequests } from '../app/announcements/announcement-requests.ts';
import type { Announcements } from '../app/announcements/announcements.ts';
import type { EmergencyClips } from '../app/announcements/emergency-clips.ts';
import type { ListedAnnouncement } from '../app/announcements/listed-announcements.ts';
import type { LiveAnnouncements } from '../app/announcements/live-announcements.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import type { Store } from '../app/ports/store.ts';
import { concernsParts, pageOfAnnouncements } from './announcement-list.ts';
import { createRequestView } from './announcement-request-view.ts';
import { createAnnouncementView } from './announcement-view.ts';
import { areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { refuseForeignBulletins } from './bulletin-reading.ts';
import { oneCommuneOnly } from './permit.ts';
import { accepted, json, notFound, ProblemError, problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import {
  type Announcement,
  announcement,
  announcementDevices,
  announcementPage,
  announcementRequest,
  createAnnouncement,
  emergencyClips,
  endAnnouncement,
} from './representations/announcement.ts';
import { areaCode } from './representations/common.ts';
import { isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';
import { heardIn, placesOf, targetsIn } from './targets.ts';

const tags = ['announcements'];
const id = z.object({ id: z.string().max(64) });
const cursor = z.string().max(200).optional();

const createRouteOf = createRoute({
  method: 'post',
  path: '/announcements',
  ...needs('announcements.stop'),
  tags,
  summary: 'Start an emergency, an exercise or a test, or stop everything',
  request: { body: { required: true, content: json(createAnnouncement) } },
  responses: {
    201: { description: 'In force', content: json(announcement) },
    202: {
      description: 'An emergency wider than a commune: it waits for a second approver',
      content: json(announcementRequest),
    },
    ...problemResponse,
  },
});
const endRoute = createRoute({
  method: 'post',
  path: '/announcements/{id}/end',
  ...needs('announcements.stop'),
  tags,
  summary: 'End a sound early, or lift a stop',
  request: { params: id, body: { required: true, content: json(endAnnouncement) } },
  responses: { 200: { description: 'Ended', content: json(announcement) }, ...problemResponse },
});
const pageRoute = createRoute({
  method: 'get',
  path: '/announcements',
  ...reads('area'),
  tags,
  summary: 'What is in force for an area or a part of it, and what was; newest first',
  request: {
    query: z.object({
      area: areaCode.optional(),
      state: z.enum(['inForce', 'ended']).optional(),
      cursor,
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: { 200: { description: 'A page', content: json(announcementPage) }, ...problemResponse },
});
const oneRoute = createRoute({
  method: 'get',
  path: '/announcements/{id}',
  ...reads('area'),
  tags,
  summary: 'One announcement',
  request: { params: id },
  responses: { 200: { description: 'The announcement', content: json(announcement) }, ...problemResponse },
});
const devicesRoute = createRoute({
  method: 'get',
  path: '/announcements/{id}/devices',
  ...reads('area'),
  tags,
  summary: 'Which loudspeakers have started it, and why the others have not',
  request: {
    params: id,
    query: z.object({
      state: z.enum(['started', 'notStarted']).optional(),
      cursor,
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: { 200: { description: 'A page', content: json(announcementDevices) }, ...problemResponse },
});
const clipsRoute = createRoute({
  method: 'get',
  path: '/emergency-clips',
  ...reads('area'),
  tags,
  summary: 'Approved emergency bulletins that the loudspeakers of an area hold already',
  request: {
    query: z.object({
      area: areaCode.optional().openapi({ description: "The account's widest area when left out" }),
    }),
  },
  responses: { 200: { description: 'Clips', content: json(emergencyClips) }, ...problemResponse },
});

const unknown = {
  code: 'Announcement_Unknown',
  vi: 'Không có lệnh phát này.',
  en: 'There is no such announcement.',
};

/** All that is in force, on one page: nobody may miss a stop because many things were begun after it. */
const newestFirst = (listed: readonly ListedAnnouncement[]): AnnouncementRow[] =>
  listed.map(({ row }) => row).sort((a, b) => b.startAt - a.startAt || (a.id < b.id ? 1 : -1));

export const createAnnouncementRoutes = (deps: {
  store: Pick<Store, 'announcements' | 'assets' | 'bulletins'>;
  directory: Directory;
  announcements: Announcements;
  requests: Pick<AnnouncementRequests, 'ask'>;
  live: Pick<LiveAnnouncements, 'inForce' | 'get'>;
  progress: AnnouncementProgress;
  emergencyClips: EmergencyClips;
  clock: Clock;
}) => {
  const { store, directory, announcements, progress, clock } = deps;

  const describe = createAnnouncementView(deps);
  const describeRequest = createRequestView(deps);
  const find = async (announcementId: string): Promise<AnnouncementRow> => {
    const [row] = await store.announcements.many([announcementId]);
    if (!row) throw notFound(unknown);
    return row;
  };

  /** What sounds there, or is told from there. */
  const findReadable = async (announcementId: string, readable: Readable): Promise<AnnouncementRow> => {
    const row = await find(announcementId);
    const isHeard = concernsParts(directory, readable.tops)(row);
    if (!isHeard && !readable.covers(row.areaKey)) throw notFound(unknown);
    return row;
  };

  return createRouter()
    .openapi(createRouteOf, async (c) => {
      const { targets, ...rest } = c.req.valid('json');
      const wanted = { ...rest, targets: targetsIn(directory, targets) };
      const permit = c.get('permit');
      const action = `announcements.${wanted.kind}` as const;
      // The trail names what was begun, rather than what lets anybody in.
      c.set('action', action);
      permit(action, heardIn(directory, wanted.targets));
      const sound = 'bulletinId' in wanted ? [wanted.bulletinId] : [];
      await refuseForeignBulletins(store, c.get('readable'), sound);
      for (const stopId of wanted.kind === 'emergency' ? (wanted.liftStopIds ?? []) : []) {
        const stop = deps.live.get(stopId);
        if (stop) permit('announcements.lift', placesOf(directory, stop.row));
      }
      const { mayAlarmWidely } = c.get('signedInAs');
      // One commune after the other is wide as well: that counts where it starts, and no such machine breaks the glass.
      const asWide = mayAlarmWidely ? {} : { breakGlass: false };
      const order = wanted.kind === 'emergency' ? { ...wanted, ...asWide } : wanted;
      const started = await announcements.announce(order, c.get('user'));
      if (!started.ok && started.fault.code === 'Announcement_NeedsSecond' && wanted.kind === 'emergency') {
        if (!mayAlarmWidely) throw new ProblemError(403, oneCommuneOnly);
        const asked = accepted(await deps.requests.ask(wanted, c.get('user')));
        return c.json(await describeRequest(asked, c), 202);
      }
      if (!started.ok && started.stopIds) {
        const stops = started.stopIds.map((stopId) => ({ path: 'liftStopIds', message: stopId }));
        throw new ProblemError(started.status, started.fault, stops);
      }
      const row = accepted(started);
      // The document goes out to every loudspeaker before anything is counted for this answer.
      await othersTurn();
      return c.json(await describe(row, c.get('readable')), 201);
    })
    .openapi(endRoute, async (c) => {
      const { reason } = c.req.valid('json');
      const found = await find(c.req.valid('param').id);
      const action = found.kind === 'stop' ? 'announcements.lift' : 'announcements.stop';
      c.set('action', action);
      c.get('permit')(action, placesOf(directory, found));
      const row = accepted(await announcements.end(found.id, reason ?? null, c.get('user')));
      await othersTurn();
      return c.json(await describe(row, c.get('readable')), 200);
    })
    .openapi(pageRoute, async (c) => {
      const { area, state, cursor: after, limit } = c.req.valid('query');
      const readable = c.get('readable');
      const parts = area === undefined ? readable.tops : [readable.area(area)];
      const concerns = concernsParts(directory, parts);
      const endedBy = state === 'ended' ? clock.now() : null;
      const page =
        state === 'inForce'
          ? { items: newestFirst(deps.live.inForce()).filter(concerns), next: null }
          : await pageOfAnnouncements(store, { endedBy, concerns, cursor: after ?? null, limit });
      const items: Announcement[] = [];
      for (const row of page.items) {
        items.push(await describe(row, readable));
        await othersTurn();
      }
      return c.json({ items, next: page.next }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const row = await findReadable(c.req.valid('param').id, c.get('readable'));
      return c.json(await describe(row, c.get('readable')), 200);
    })
    .openapi(devicesRoute, async (c) => {
      const { state, cursor: after, limit } = c.req.valid('query');
      const readable = c.get('readable');
      const row = await findReadable(c.req.valid('param').id, readable);
      const where = ({ areaKey }: { areaKey: string }): boolean => readable.covers(areaKey);
      const page = await progress.devices(row, { state: state ?? null, where, cursor: after ?? null, limit });
      const items = page.items.map(({ areaKey, startedAt, ...device }) => ({
        ...device,
        clusterName: directory.clusters.get(device.clusterId)?.name ?? device.clusterId,
        area: areaRefOf(directory, areaKey),
        startedAt: isoOrNull(startedAt),
      }));
      return c.json({ items, next: page.next }, 200);
    })
    .openapi(clipsRoute, async (c) => {
      const { area } = c.req.valid('query');
      const readable = c.get('readable');
      const [widest = ''] = readable.tops ?? directory.areas.atLevel('province').map(({ key }) => key);
      const clips = await deps.emergencyClips(area === undefined ? widest : readable.area(area));
      const items = clips.map(({ bulletin, asset }) => ({
        bulletinId: bulletin.id,
        title: bulletin.title,
        area: areaRefOf(directory, bulletin.areaKey),
        asset: {
          sha256: asset.sha256,
          url: `/media/${asset.sha256}.mp3`,
          durationMs: asset.durationMs,
        },
        demo: bulletin.isDemo,
      }));
      return c.json({ items }, 200);
    });
};
