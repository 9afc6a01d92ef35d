import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyRule } from '../../../controller/app/ports/store/policies.ts';
import { type Role, roles } from '../../../controller/domain/permissions.ts';
import type { Operation } from '../open-api.ts';
import { casesOf, namesArea, readsWithoutArea } from './cases.ts';
import { complaintOf, isForRole, type Rule, ruleOf } from './expectation.ts';
import type { MatrixWorld } from './matrix-world.ts';
import { isWithin, type Place, placesOf, type Where, wheres } from './places.ts';
import { matrixRequests } from './requests.ts';
import { createThings, markOf, type Things } from './things.ts';

/** Streams do not end: what they tell is for tests of their own. */
const isStream = ({ details }: Operation): boolean =>
  details.responses['200']?.content?.['text/event-stream'] !== undefined;

/** Uploads get as far as their sound, of which a world without ffmpeg hears nothing. */
const isDeaf = (text: string): boolean => text.includes('Audio_Unreadable');

/** What may sound depends on who asks, and not on when the matrix is run: levels below only narrow this. */
const atAnyHour = (areaKey: string): PolicyRule => ({
  ...{ areaKey, weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', maxVolume: null },
});

/**
 * Puts every operation of the OpenAPI document to accounts of every role in a district, about the district, a commune
 * in it, a district beside it and the province above it, and to nobody at all. What must come of it follows from what
 * the operation says of itself and from who may do what (`domain/permissions.ts`), and from nothing else.
 */
export const describeMatrix = (
  name: string,
  createWorld: () => Promise<MatrixWorld>,
  operations: readonly Operation[],
): void => {
  describe(name, () => {
    let world: MatrixWorld;
    let places: Readonly<Record<Where, Place>>;
    const cookies = new Map<Role, string>();
    /** What nobody of the district may be told of. */
    const foreign: Things[] = [];

    beforeAll(async () => {
      world = await createWorld();
      places = placesOf(world.directory);
      await world.store.policies.replace(places.parent.key, [atAnyHour(places.parent.key)]);
      for (const role of roles) cookies.set(role, await world.cookieOf(role, places.own.key));
      for (const where of wheres.filter((one) => !isWithin(one))) {
        const { bulletin, session, cluster, dispatch, stop, incident, person, ...things } = createThings(
          world,
          places[where],
        );
        for (const make of [bulletin, session, cluster, dispatch, stop, incident, person]) await make();
        foreign.push({ ...things, bulletin, session, cluster, dispatch, stop, incident, person });
      }
    });
    afterAll(() => world.stop());

    const leaksIn = (text: string): string[] =>
      foreign.flatMap((things) => [...things.ids, markOf(things)].filter((told) => text.includes(told)));

    /** What one operation answers about one place that it should not. */
    const complaintsAbout = async (operation: Operation, rule: Rule, where: Where): Promise<string[]> => {
      const complaints: string[] = [];
      for (const role of roles) {
        const cases = (await casesOf(operation, createThings(world, places[where]))) ?? [];
        for (const { request, also, name: variant } of cases) {
          const answer = await world.send(operation.method, request, cookies.get(role) ?? '');
          const who = [role, where, variant].filter((part) => part !== undefined).join(', ');
          const isUnreached = !namesArea(operation) && !isWithin(where);
          const complaint = complaintOf({ rule, also, role, where: isUnreached ? 'own' : where }, answer);
          if (complaint) complaints.push(`${who}: ${complaint}`);
          const leaks = operation.method === 'GET' && isForRole(rule, also, role) ? leaksIn(answer.text) : [];
          if (leaks.length > 0) complaints.push(`${who}: is told of ${leaks.join(', ')}`);
          // A request that is wrong in itself would be refused to everybody, and prove nothing.
          const isSound = answer.status < 300 || [403, 409].includes(answer.status) || isDeaf(answer.text);
          if (role === 'administrator' && complaint === null && isWithin(where) && !isSound)
            complaints.push(`${who}: is no sound request: ${answer.status} ${answer.text.slice(0, 300)}`);
        }
      }
      return complaints;
    };
    /** What it tells those who name no area. */
    const leaksWithoutArea = async (operation: Operation, rule: Rule): Promise<string[]> => {
      const complaints: string[] = [];
      for (const role of roles.filter((one) => isForRole(rule, undefined, one))) {
        const answer = await world.send('GET', { path: operation.path }, cookies.get(role) ?? '');
        const leaks = leaksIn(answer.text);
        if (answer.status !== 200)
          complaints.push(`${role}, no area: ${answer.status} ${answer.text.slice(0, 300)}`);
        if (leaks.length > 0) complaints.push(`${role}, no area: is told of ${leaks.join(', ')}`);
      }
      return complaints;
    };

    it.each(operations.map((operation) => [operation.name, operation] as const))(
      '%s',
      async (_, operation) => {
        const rule = ruleOf(operation);
        if (rule === null)
          throw new Error(
            `${operation.name} does not say what it needs: put ...needs('action') or ...reads('area' | 'open' | 'own') into its definition.`,
          );
        if (rule.kind === 'anybody') return expect(operation.isOpen).toBe(true);

        const path = operation.path.replace(/\{\w+\}/g, '25');
        const nobody = await world.send(operation.method, { path }, null);
        expect(nobody.status, `${operation.name} without signing in`).toBe(401);
        const isOfAccount = rule.kind === 'signed-in' && rule.isOwn && operation.method !== 'GET';
        if (isStream(operation) || (isOfAccount && !matrixRequests[operation.name])) return;
        if ((await casesOf(operation, createThings(world, places.own))) === null)
          throw new Error(
            `${operation.name} has no request in tests/support/matrix/requests.ts: add one that concerns the place it is given.`,
          );

        const complaints: string[] = [];
        for (const where of wheres) complaints.push(...(await complaintsAbout(operation, rule, where)));
        if (readsWithoutArea(operation)) complaints.push(...(await leaksWithoutArea(operation, rule)));
        expect(complaints, operation.name).toEqual([]);
      },
    );
  });
};
