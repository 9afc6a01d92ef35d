import { createRoute } from '@hono/zod-openapi';
import { type SSEMessage, streamSSE } from 'hono/streaming';
import type { Directory } from '../app/directory/directory.ts';
import type { Endings } from '../app/people/endings.ts';
import type { Identities } from '../app/people/identities.ts';
import type { ControllerEvent, EventBus } from '../app/ports/events.ts';
import type { Clock } from '../app/ports/runtime.ts';
import { areaRefOf } from './area-ref.ts';
import { signedInUser } from './authentication.ts';
import { problemResponse } from './problem.ts';
import type { Readable } from './readable.ts';
import { reads } from './reading.ts';
import { type ServerEvent, serverEvent } from './representations/event.ts';
import { isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

/** Proxies cut connections that stay silent; a comment line keeps one open. */
const keepAliveMs = 20_000;
/** A listener that reads too slowly is cut rather than fed from memory without bound; it connects again. */
const mostQueued = 1_000;
/** Pages that one account leaves open. The oldest gives way to one more, so that nobody is shut out by a forgotten tab. */
const mostPerAccount = 20;

const eventsRoute = createRoute({
  method: 'get',
  path: '/events',
  ...reads('area'),
  tags: ['events'],
  summary: 'Server-sent events: hints about what changed',
  responses: {
    200: {
      description: 'The SSE `event` field is the type, `data` the JSON of the rest',
      content: { 'text/event-stream': { schema: serverEvent } },
    },
    ...problemResponse,
  },
});

/** Of many things at once the ids are named only where all of them may be read; null when nothing may. */
const forReader = (
  { tops, covers, touches }: Readable,
  userId: string,
  event: ControllerEvent,
): ControllerEvent | null => {
  if (event.type === 'notices') return event.userIds.includes(userId) ? event : null;
  if (tops === null) return event;
  switch (event.type) {
    case 'presence': {
      const changes = event.changes.filter(({ areaKey }) => covers(areaKey));
      return changes.length > 0 ? { ...event, changes } : null;
    }
    case 'playing': {
      const changes = event.changes.filter(({ areaKey }) => covers(areaKey));
      return changes.length > 0 ? { ...event, changes } : null;
    }
    case 'playbacks': {
      const areaKeys = event.areaKeys.filter(covers);
      const itemIds = areaKeys.length === event.areaKeys.length ? event.itemIds : [];
      return areaKeys.length > 0 ? { ...event, areaKeys, itemIds } : null;
    }
    case 'incidents': {
      const areaKeys = event.areaKeys.filter(covers);
      const ids = areaKeys.length === event.areaKeys.length ? event.ids : [];
      return areaKeys.length > 0 ? { ...event, areaKeys, ids } : null;
    }
    case 'announcements': {
      // Those of a level above sound below it.
      const areaKeys = event.areaKeys.filter(touches);
      const ids = areaKeys.length === event.areaKeys.length ? event.ids : [];
      return areaKeys.length > 0 ? { ...event, areaKeys, ids } : null;
    }
    case 'schedule':
    case 'inbox':
    case 'readiness': {
      const areaKeys = event.areaKeys.filter(covers);
      return areaKeys.length > 0 ? { ...event, areaKeys } : null;
    }
    case 'bulletin':
      return covers(event.areaKey) ? event : null;
    case 'network':
      return event;
  }
};

const translate = (directory: Directory, event: ControllerEvent): ServerEvent => {
  const codeOf = (areaKey: string): string => areaRefOf(directory, areaKey).code;
  switch (event.type) {
    case 'presence':
      return {
        type: event.type,
        changes: event.changes.map(({ areaKey, ...change }) => ({ ...change, areaCode: codeOf(areaKey) })),
      };
    case 'playing':
      return {
        type: event.type,
        changes: event.changes.map(({ areaKey, ...change }) => ({ ...change, areaCode: codeOf(areaKey) })),
      };
    case 'playbacks':
      return { type: event.type, areaCodes: event.areaKeys.map(codeOf), itemIds: event.itemIds };
    case 'incidents':
      return { type: event.type, areaCodes: event.areaKeys.map(codeOf), ids: event.ids };
    case 'announcements':
      return { type: event.type, areaCodes: event.areaKeys.map(codeOf), ids: event.ids };
    case 'schedule':
    case 'inbox':
    case 'readiness':
      return { type: event.type, areaCodes: event.areaKeys.map(codeOf) };
    case 'notices':
      return { type: event.type };
    case 'bulletin': {
      const { areaKey: _, ...told } = event;
      return told;
    }
    case 'network':
      return { type: event.type, up: event.up, cutUntil: isoOrNull(event.cutUntil) };
  }
};

const messageOf = ({ type, ...data }: ServerEvent): SSEMessage => ({
  event: type,
  data: JSON.stringify(data),
});

export const createEventRoutes = (deps: {
  events: EventBus;
  directory: Directory;
  clock: Clock;
  identities: Pick<Identities, 'ofBrowser' | 'ofMachine'>;
  endings: Endings;
}) => {
  const { events, directory, clock, identities, endings } = deps;
  /** Of each account, the ways to end its streams, the oldest first. */
  const open = new Map<string, (() => void)[]>();
  const enter = (userId: string, end: () => void): (() => void) => {
    const ends = open.get(userId) ?? [];
    open.set(userId, [...ends, end]);
    if (ends.length >= mostPerAccount) ends[0]?.();
    return () => {
      const left = (open.get(userId) ?? []).filter((one) => one !== end);
      if (left.length > 0) open.set(userId, left);
      else open.delete(userId);
    };
  };

  const router = createRouter();
  router.openAPIRegistry.registerPath(eventsRoute);
  router.get('/events', eventsRoute.middleware, (c) => {
    c.header('x-accel-buffering', 'no');
    // Its answer has no body (RFC 9110, 9.3.2), so nothing would ever read the stream or close it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
    return streamSSE(c, async (stream) => {
      const queue: SSEMessage[] = [];
      let wake = (): void => undefined;
      const push = (message: SSEMessage): void => {
        queue.push(message);
        if (queue.length > mostQueued) stream.abort();
        wake();
      };
      const readable = c.get('readable');
      const { id: userId, grants: heldGrants } = c.get('user');
      const grants = JSON.stringify(heldGrants);
      const stopListening = events.listen((event) => {
        const told = forReader(readable, userId, event);
        if (told) push(messageOf(translate(directory, told)));
      });
      const keepAlive = async (): Promise<void> => {
        // A stream outlives the sign-in that opened it unless somebody looks.
        const user = await signedInUser(c, identities);
        // What it may tell was decided when it was opened: with other roles it must be opened again.
        const isSame = user !== null && JSON.stringify(user.grants) === grants;
        if (isSame) push({ event: 'keep-alive', data: '{}' });
        else stream.abort();
      };
      const stopKeepAlive = clock.every(keepAliveMs, () => {
        keepAlive().catch(() => stream.abort());
      });
      const stopWatching = endings.watch(c.get('signedInAs').endsWith, () => stream.abort());
      const leave = enter(userId, () => stream.abort());
      stream.onAbort(() => {
        leave();
        stopWatching();
        stopListening();
        stopKeepAlive();
        wake();
      });
      push({ event: 'keep-alive', data: '{}' });
      while (!stream.aborted) {
        const message = queue.shift();
        if (message) await stream.writeSSE(message);
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    });
  });
  return router;
};
