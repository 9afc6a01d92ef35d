import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { AreaPolicy, Policies } from '../app/policies/policies.ts';
import type { PolicyRule } from '../app/ports/store/policies.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { areaCode } from './representations/common.ts';
import { type Policy, policy, policySaved, putPolicy } from './representations/policy.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['policies'];
const params = z.object({ areaCode });

const readRoute = createRoute({
  method: 'get',
  path: '/policies/{areaCode}',
  ...reads('area'),
  tags,
  summary: 'When an area may sound at all, and how loud: its own rules and those above it',
  request: { params },
  responses: { 200: { description: 'The policy', content: json(policy) }, ...problemResponse },
});
const replaceRoute = createRoute({
  method: 'put',
  path: '/policies/{areaCode}',
  ...needs('policies.write'),
  tags,
  summary: 'Replace the rules of an area; a level below another may only be stricter',
  request: { params, body: { required: true, content: json(putPolicy) } },
  responses: {
    200: { description: 'Saved; with the slots that it refuses or cuts', content: json(policySaved) },
    ...problemResponse,
  },
});

const ruleOut = ({ areaKey: _, ...rule }: PolicyRule) => rule;

export const createPolicyRoutes = (deps: { directory: Directory; policies: Policies }) => {
  const { directory, policies } = deps;
  const describe = ({ areaKey, own, inherited, week }: AreaPolicy): Policy => ({
    area: areaRefOf(directory, areaKey),
    own: own.map(ruleOut),
    inherited: inherited.map((level) => ({
      area: areaRefOf(directory, level.areaKey),
      rules: level.rules.map(ruleOut),
    })),
    week: week.map(({ weekday, windows, caps }) => ({ weekday, windows: [...windows], caps: [...caps] })),
  });
  const keyOf = (code: string): string => areaByCode(directory, code).key;

  return createRouter()
    .openapi(readRoute, async (c) => {
      const areaKey = c.get('readable').area(c.req.valid('param').areaCode);
      return c.json(describe(await policies.read(areaKey)), 200);
    })
    .openapi(replaceRoute, async (c) => {
      const areaKey = keyOf(c.req.valid('param').areaCode);
      c.get('permit')('policies.write', [areaKey]);
      const { rules } = c.req.valid('json');
      const saved = accepted(await policies.replace(areaKey, rules, c.get('user')));
      const affected = saved.affected.map(({ session, occurrence, effect, communes }) => ({
        sessionId: session.id,
        title: session.title,
        area: areaRefOf(directory, session.areaKey),
        date: occurrence.date,
        startAt: iso(occurrence.startAt),
        endAt: iso(occurrence.endAt),
        effect,
        communes,
      }));
      return c.json({ ...describe(saved), affected }, 200);
    });
};
