/** What people are told of. */
export const noticeTypes = [
  'approval-waiting',
  'returned',
  'cut-off-missed',
  /** A second person must agree within minutes. */
  'emergency-waiting',
  /** An emergency without the second person. */
  'break-glass',
  'emergency-started',
  'emergency-not-started',
  'emergency-ended',
  'session-unready',
  'incident-opened',
  'incident-closed',
  'keys-expiring',
  'certificate-expiring',
  /** A way out of here, such as a webhook, that has not worked for a day. */
  'delivery-failed',
  /** Sent by people to themselves. */
  'test',
] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** A sentence in both languages of the page. */
export type BothLanguages = Readonly<{ vi: string; en: string }>;

/** One fact that somebody should know of. It carries no secrets: it goes by e-mail and to telephones. */
export type Notice = Readonly<{
  type: NoticeType;
  /** Where it is; people with roles there, and above where the type says so, are told. */
  areaKey: string;
  /** Where exactly, when `areaKey` is no more than what holds these: the targets of an emergency. */
  areaKeys?: readonly string[];
  /** The bulletin, announcement, incident, session: whatever it speaks of. */
  subjectId: string;
  title: BothLanguages;
  body: BothLanguages;
  /** Where the page shows it, `/ban-tin/bul_…`. */
  path: string;
  /** When it happened, epoch milliseconds. The same type, subject and instant is the same notice, told once. */
  at: number;
  /** Ids of the users concerned, when it is not everybody whose roles concern the area: who made the bulletin. */
  to?: readonly string[];
  /** Id of the user whose doing it is, and who need not be told. */
  by?: string;
}>;

/** Two notices of one key are the same notice. */
export const noticeKey = ({ type, subjectId, at }: Pick<Notice, 'type' | 'subjectId' | 'at'>): string =>
  `${type} ${subjectId} ${at}`;

const urgent: ReadonlySet<NoticeType> = new Set([
  'emergency-waiting',
  'break-glass',
  'emergency-started',
  'emergency-not-started',
  'emergency-ended',
]);

/** Told at once and at night, and never left out of the page's list. */
export const isUrgent = (type: NoticeType): boolean => urgent.has(type);
