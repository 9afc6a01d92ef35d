import { type Signer, topics } from '#protocol';
import type { AnnouncementsContent } from '../../domain/announcement.ts';
import { announcementsDocument } from '../documents/area-documents.ts';
import type { DocumentDelivery } from '../documents/document-delivery.ts';
import type { DocumentRegister } from '../documents/document-register.ts';
import type { Clock } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Store } from '../ports/store.ts';

export type AnnouncementChange = Readonly<{
  /** Areas whose documents say something else now. */
  areaKeys: readonly string[];
  contentOf: (areaKey: string) => AnnouncementsContent;
  /** What is stored in the same transaction; `versions` are those of the documents, by area. */
  write: (tx: Store, versions: Readonly<Record<string, number>>) => Promise<void>;
  /** Called between the commit and the documents' leaving. */
  committed: (versions: Readonly<Record<string, number>>) => void;
}>;

/**
 * Issues announcements documents. It has a way of its own past programs and policies, because nobody may wait for
 * a province's programs to be planned before an emergency sounds.
 */
export type AnnouncementIssuer = Readonly<{
  /** Runs the task alone: nothing else changes what is in force meanwhile, nor issues a document of it. */
  inTurn: <T>(task: (issue: (change: AnnouncementChange) => Promise<void>) => Promise<T>) => Promise<T>;
  /** The documents again, although nothing changed. */
  renew: (areaKeys: readonly string[]) => Promise<void>;
}>;

export const createAnnouncementIssuer = (deps: {
  signer: Signer;
  register: DocumentRegister;
  delivery: Pick<DocumentDelivery, 'deliver' | 'deliverNow'>;
  contentOf: (areaKey: string, now: number) => AnnouncementsContent;
  /** How long a document that has something sound may be believed. */
  soundingMs: number;
  clock: Pick<Clock, 'now'>;
}): AnnouncementIssuer => {
  const { signer, register, delivery, contentOf, clock } = deps;
  let last: Promise<unknown> = Promise.resolve();

  const alone = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };

  const sign = async (
    areaKey: string,
    content: AnnouncementsContent,
    version: number,
    now: number,
  ): Promise<DocumentRow> => {
    const payload = announcementsDocument(areaKey, content, { version, now }, deps.soundingMs);
    const { topic, issuedAt, expiresAt } = payload;
    return { topic, jws: await signer.sign(payload), version, issuedAt, expiresAt, published: false };
  };

  const issue = async (change: Omit<AnnouncementChange, 'committed'>, now: number) => {
    const versions = Object.fromEntries(
      change.areaKeys.map((key) => [key, register.versionFor(topics.announcements(key), now)]),
    );
    const rows = await Promise.all(
      Object.entries(versions).map(([key, version]) => sign(key, change.contentOf(key), version, now)),
    );
    await register.commit(rows, [], now, (tx) => change.write(tx, versions));
    return { rows, versions };
  };

  return {
    inTurn: (task) =>
      alone(() =>
        task(async (change) => {
          const { rows, versions } = await issue(change, clock.now());
          change.committed(versions);
          void delivery.deliverNow(rows);
        }),
      ),
    renew: (areaKeys) =>
      alone(async () => {
        const now = clock.now();
        const unchanged = { contentOf: (key: string) => contentOf(key, now), write: async () => undefined };
        const { rows } = await issue({ areaKeys, ...unchanged }, now);
        void delivery.deliver(rows);
      }),
  };
};
