import { createRoute } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { Sessions } from '../app/sessions/sessions.ts';
import { areaByCode } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { previewSession, sessionPreview } from './representations/session-preview.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';
import { placesOf, targetsIn } from './targets.ts';

const previewRoute = createRoute({
  method: 'post',
  path: '/sessions/preview',
  ...needs('sessions.write'),
  tags: ['sessions'],
  summary: 'What saving a session would do: when it comes round, and who gets into whose way. Saves nothing',
  request: { body: { required: true, content: json(previewSession) } },
  responses: { 200: { description: 'The preview', content: json(sessionPreview) }, ...problemResponse },
});

export const createSessionPreviewRoutes = (deps: { directory: Directory; sessions: Sessions }) => {
  const { directory, sessions } = deps;
  return createRouter().openapi(previewRoute, async (c) => {
    const { areaCode, targets, sessionId, ...rest } = c.req.valid('json');
    const draft = {
      ...rest,
      areaKey: areaByCode(directory, areaCode).key,
      targets: targetsIn(directory, targets),
    };
    c.get('permit')('sessions.write', placesOf(directory, draft));
    const { occurrences, communes, quietHours, warnings } = accepted(
      await sessions.preview(draft, sessionId),
    );
    return c.json(
      {
        occurrences: occurrences.map(({ date, startAt, endAt }) => ({
          date,
          startAt: iso(startAt),
          endAt: iso(endAt),
        })),
        communes: communes.length,
        quietHours,
        warnings: [...warnings],
      },
      200,
    );
  });
};
