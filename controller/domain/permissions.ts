export const roles = ['administrator', 'editor', 'approver', 'technician', 'viewer', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** What may be done to the data of an area, as `subject.verb`. */
export const actions = [
  'data.read',
  'bulletins.write',
  'bulletins.approve',
  /** Lets one person make and approve in a commune. */
  'bulletins.solo',
  'sessions.write',
  /** Sound in quiet hours, with a reason. */
  'sessions.except',
  'policies.write',
  /** Places what a higher level sent, and orders the commune's own priority items. */
  'inbox.place',
  /** Sends bulletins to the areas below. */
  'dispatches.write',
  'announcements.emergency',
  'announcements.exercise',
  'announcements.test',
  'announcements.stop',
  'announcements.lift',
  'devices.write',
  'incidents.handle',
  'people.write',
  /** Posts notices to other machines, and looks after what leaves here. */
  'webhooks.write',
  'audit.read',
] as const;
export type Action = (typeof actions)[number];

/** A role that somebody has in an area and everything below it. */
export type Grant = Readonly<{
  role: Role;
  areaKey: string;
  /** Of what the role allows these actions alone; never stored: see `narrowed`. */
  only?: readonly Action[];
}>;

/**
 * Who makes content does not approve it, who mends loudspeakers does not speak through them. Silence is the safe
 * state: whoever runs a station may stop it, but only those who may sound it lift the stop.
 */
const allowed: Readonly<Record<Role, readonly Action[]>> = {
  administrator: actions,
  editor: [
    'data.read',
    'bulletins.write',
    'sessions.write',
    'inbox.place',
    'dispatches.write',
    'announcements.stop',
    'incidents.handle',
  ],
  approver: [
    'data.read',
    'bulletins.approve',
    'sessions.except',
    'policies.write',
    'announcements.emergency',
    'announcements.exercise',
    'announcements.stop',
    'announcements.lift',
    'incidents.handle',
  ],
  technician: ['data.read', 'devices.write', 'announcements.test', 'announcements.stop', 'incidents.handle'],
  viewer: ['data.read'],
  auditor: ['data.read', 'audit.read'],
};

const sets: Readonly<Record<Role, ReadonlySet<Action>>> = {
  administrator: new Set(allowed.administrator),
  editor: new Set(allowed.editor),
  approver: new Set(allowed.approver),
  technician: new Set(allowed.technician),
  viewer: new Set(allowed.viewer),
  auditor: new Set(allowed.auditor),
};

export const roleMay = (role: Role, action: Action): boolean => sets[role].has(action);

/** Areas in which these grants allow an action, with everything below them. */
export const areasFor = (grants: readonly Grant[], action: Action): string[] => [
  ...new Set(
    grants.flatMap(({ role, areaKey, only }) =>
      roleMay(role, action) && (only === undefined || only.includes(action)) ? areaKey : [],
    ),
  ),
];

/**
 * What is left of somebody's grants for a machine that acts in his name with a part of them: the actions, in the
 * narrower of each two areas. `isWithin(a, b)`: whether area `a` is `b` or lies in it.
 */
export const narrowed = (
  grants: readonly Grant[],
  scope: Readonly<{ actions: readonly Action[]; areaKeys: readonly string[] }>,
  isWithin: (areaKey: string, widerKey: string) => boolean,
): Grant[] =>
  grants.flatMap(({ role, areaKey }) =>
    scope.areaKeys.flatMap((scopeKey) => {
      if (isWithin(scopeKey, areaKey)) return [{ role, areaKey: scopeKey, only: scope.actions }];
      return isWithin(areaKey, scopeKey) ? [{ role, areaKey, only: scope.actions }] : [];
    }),
  );

/** Whether an action is allowed in an area; `ancestors` are those of the area, in any order. */
export const may = (
  grants: readonly Grant[],
  action: Action,
  areaKey: string,
  ancestors: readonly string[],
): boolean => areasFor(grants, action).some((granted) => granted === areaKey || ancestors.includes(granted));
