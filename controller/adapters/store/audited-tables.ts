import type { Grant } from '../../domain/permissions.ts';
import type { Database } from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How the area of a row is found: in a column, through the row that a column names, or from the row itself. */
export type AreaOfRow =
  | Readonly<{ column: string }>
  | Readonly<{ through: 'clusters' | 'devices' | 'sessions' | 'bulletins'; by: string }>
  | ((row: Fields) => string | null);

type Audited<Column extends string> = Readonly<{
  area: AreaOfRow;
  /** Columns that name the row, where its key is not to be shown. */
  id?: readonly Column[];
  /** Told that they changed, never to what. */
  secret?: readonly Column[];
  /** No change by themselves: bookkeeping, and what follows from others. */
  ignored?: readonly Column[];
  /** Told with every change, so that a reader knows what it is about. */
  label?: readonly Column[];
  /** Changes by the controller itself are not entered. */
  only?: 'people';
  /** Rows that are entered; all unless said. */
  concerns?: (row: Fields) => boolean;
}>;

export type AuditedTable = Audited<string>;

/** Where all grants are in one area, there; accounts of several are a matter of the province. */
const areaOfGrants = ({ grants }: Fields): string | null => {
  const areas = new Set(Array.isArray(grants) ? grants.map(({ areaKey }: Grant) => areaKey) : []);
  const [only] = areas;
  return areas.size === 1 && only !== undefined ? only : null;
};

/**
 * Of every table: how its changes are entered in the audit trail, or why they are not. What people change is
 * entered; write it through `insertRows` or `auditedWrite`.
 */
const tables: { readonly [Name in keyof Database]: Audited<keyof Database[Name] & string> | string } = {
  areas: 'shipped with the controller',
  stations: 'shipped with the controller',
  publishedFigures: 'shipped with the controller',
  lastSeen: 'reported by devices',
  presenceIntervals: 'reported by devices',
  presenceDays: 'summed up from intervals',
  assets: 'named by their content, and by the bulletins that hold them',
  preparedClips: 'made by the controller',
  policyRules: 'entered as the rules of an area: see `policies.ts`',
  documents: 'follow from what people changed',
  planItems: 'follow from what people changed',
  playbacks: 'reported by devices',
  spoolCursors: 'reported by devices',
  playEvents: 'reported by devices',
  clusterPlacements: 'entered as the moves of clusters',
  deviceEvents: 'told beside what they tell of',
  cutOffMisses: 'bookkeeping of notices',
  notices: 'follow from what people changed',
  noticeEntries: 'what somebody has read',
  deliveries: 'follow from what people changed',
  pushEndpoints: 'a browser asks for notices to its own account',
  signIns: 'noted as signing in and out',
  recoveryCodes: 'noted as made and used',
  audit: 'the trail itself',
  auditCheckpoints: 'the trail itself',
  users: { area: areaOfGrants, secret: ['passwordHash'], label: ['username'] },
  secondFactors: { area: () => null, secret: ['sealedSecret'], ignored: ['lastStep'] },
  apiTokens: { area: () => null, secret: ['tokenHash'], ignored: ['lastUsedAt'], label: ['name', 'userId'] },
  clusters: { area: { column: 'areaKey' }, label: ['name'] },
  clusterPhotos: { area: { through: 'clusters', by: 'clusterId' } },
  devices: {
    area: { through: 'clusters', by: 'clusterId' },
    secret: ['secretHash'],
    ignored: ['configVersion'],
    label: ['serial', 'clusterId'],
  },
  claims: {
    area: { through: 'devices', by: 'deviceId' },
    id: ['deviceId'],
    secret: ['codeHash'],
    label: ['deviceId'],
  },
  bulletins: {
    area: { column: 'areaKey' },
    ignored: ['titleKey', 'audioState', 'incomingFile', 'faultVi', 'faultEn', 'revision', 'airsFrom'],
    label: ['title'],
  },
  approvals: { area: { through: 'bulletins', by: 'bulletinId' }, label: ['bulletinId', 'step'] },
  soloApprovals: { area: { column: 'areaKey' } },
  announcementRequests: { area: { column: 'areaKey' }, label: ['title'] },
  sessions: { area: { column: 'areaKey' }, ignored: ['updatedAt'], label: ['title'] },
  runningOrders: { area: { through: 'sessions', by: 'sessionId' }, ignored: ['updatedAt'] },
  announcements: { area: { column: 'areaKey' }, ignored: ['versions'], label: ['kind', 'title'] },
  priorityOrders: { area: { column: 'areaKey' }, ignored: ['updatedAt', 'updatedBy'] },
  dispatches: { area: { column: 'fromAreaKey' } },
  inbox: {
    area: { column: 'areaKey' },
    // That it came is told by the dispatch.
    concerns: ({ state }) => state !== 'waiting',
  },
  incidents: {
    area: { column: 'areaKey' },
    label: ['type', 'subject'],
    ignored: ['lastAt', 'count', 'detail'],
    only: 'people',
  },
  noticePreferences: { area: () => null, ignored: ['updatedAt'] },
  webhooks: {
    area: { column: 'areaKey' },
    secret: ['secret', 'previousSecret'],
    ignored: ['rotatedAt'],
    label: ['name'],
  },
  // A name with a colon is bookkeeping about one device.
  settings: {
    area: () => null,
    only: 'people',
    concerns: ({ name }) => typeof name === 'string' && !name.includes(':'),
  },
};

export const auditedTable = (name: keyof Database): AuditedTable | undefined => {
  const table = tables[name];
  return typeof table === 'string' ? undefined : table;
};

export const isTable = (name: string): name is keyof Database => Object.hasOwn(tables, name);
