import type { Notice, NoticeType } from './notice.ts';
import { type Action, type Grant, roleMay } from './permissions.ts';

/** Somebody who may be told. */
export type Person = Readonly<{ id: string; grants: readonly Grant[] }>;

/** Keys of the areas above, nearest first. */
export type AncestorsOf = (areaKey: string) => readonly string[];

/**
 * How far from its area a notice goes. `nearest`: to those of the area itself, or, where it has none, of the
 * nearest area above that has: a province is not told of each bulletin that waits in a commune. `upwards`: to the
 * area and all above. `around`: to those below as well. `named`: only to whom it names.
 */
type Reach = 'nearest' | 'upwards' | 'around' | 'named';

type Audience = Readonly<{ reach: Reach; actions: readonly Action[] }>;

/** Editors, approvers and administrators: whoever runs the broadcast. */
const operators: Audience = { reach: 'around', actions: ['bulletins.write', 'announcements.emergency'] };
/** Nobody alone makes a district speak without all who have an account there, above or below, learning of it. */
const everybody: Audience = { reach: 'around', actions: ['data.read'] };
const administrators: Audience = { reach: 'upwards', actions: ['people.write'] };
const handlers: Audience = { reach: 'nearest', actions: ['devices.write', 'incidents.handle'] };

const audiences: Readonly<Record<NoticeType, Audience>> = {
  'approval-waiting': { reach: 'nearest', actions: ['bulletins.approve'] },
  returned: { reach: 'named', actions: [] },
  'cut-off-missed': { reach: 'nearest', actions: ['bulletins.write', 'bulletins.approve'] },
  'emergency-waiting': { reach: 'upwards', actions: ['announcements.emergency'] },
  'break-glass': everybody,
  'emergency-started': operators,
  'emergency-not-started': operators,
  'emergency-ended': operators,
  'session-unready': { reach: 'nearest', actions: ['devices.write', 'sessions.write'] },
  'incident-opened': handlers,
  'incident-closed': handlers,
  'keys-expiring': administrators,
  'certificate-expiring': administrators,
  'delivery-failed': administrators,
  test: { reach: 'named', actions: [] },
};

const holds = ({ grants }: Person, action: Action, isWithin: (areaKey: string) => boolean): boolean =>
  grants.some(({ role, areaKey }) => roleMay(role, action) && isWithin(areaKey));

/** Those who hold the action in the first area of the way up where anybody does. */
const nearest = (people: readonly Person[], action: Action, wayUp: readonly string[]): readonly Person[] => {
  for (const level of wayUp) {
    const there = people.filter((person) => holds(person, action, (areaKey) => areaKey === level));
    if (there.length > 0) return there;
  }
  return [];
};

/** Who is told of a notice, before what each of them chose. Whoever did it is not told. */
export const recipientsOf = (
  notice: Pick<Notice, 'type' | 'areaKey' | 'areaKeys' | 'to' | 'by'>,
  persons: readonly Person[],
  ancestorsOf: AncestorsOf,
): readonly Person[] => {
  const people = persons.filter(({ id }) => id !== notice.by);
  if (notice.to !== undefined) {
    const named = new Set(notice.to);
    return people.filter(({ id }) => named.has(id));
  }
  const { reach, actions } = audiences[notice.type];
  const targets = notice.areaKeys ?? [notice.areaKey];
  const told = new Set<Person>();
  for (const target of targets) {
    const wayUp = [target, ...ancestorsOf(target)];
    for (const action of actions) {
      if (reach === 'nearest') for (const person of nearest(people, action, wayUp)) told.add(person);
      else {
        const isWithin = (areaKey: string): boolean =>
          wayUp.includes(areaKey) || (reach === 'around' && ancestorsOf(areaKey).includes(target));
        for (const person of people) if (holds(person, action, isWithin)) told.add(person);
      }
    }
  }
  return people.filter((person) => told.has(person));
};

/** Whether something at these areas concerns whoever looks after `areaKey` and what lies below it. */
export const concernsArea = (
  notice: Pick<Notice, 'type' | 'areaKey' | 'areaKeys'>,
  areaKey: string,
  ancestorsOf: AncestorsOf,
): boolean =>
  (notice.areaKeys ?? [notice.areaKey]).some(
    (target) =>
      target === areaKey ||
      ancestorsOf(target).includes(areaKey) ||
      (audiences[notice.type].reach === 'around' && ancestorsOf(areaKey).includes(target)),
  );
