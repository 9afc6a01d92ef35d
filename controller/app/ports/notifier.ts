import type { Notice, NoticeType } from '../../domain/notice.ts';
import type { Store } from './store.ts';

export type { Notice, NoticeType };

export type Notifier = Readonly<{
  /**
   * Stores the notice, from where it is sent; nobody waits for that. The same type, subject and instant twice is
   * one notice.
   *
   * With `tx` it is written in that transaction and shares its fate: use it where the fact itself is written.
   * Without, the promise resolves once it is stored and never rejects: what could not be stored is logged.
   */
  notify: (notice: Notice, tx?: Store) => Promise<void>;
}>;
