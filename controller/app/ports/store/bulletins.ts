import type { BroadcastClass } from '#protocol';
import type { Approval } from '../../../domain/approval.ts';
import type { Page } from './page.ts';

export type AudioState = 'queued' | 'processing' | 'ready' | 'failed';

export type BulletinRow = {
  id: string;
  title: string;
  class: BroadcastClass;
  language: string;
  areaKey: string;
  approval: Approval;
  audioState: AudioState;
  /** Name of the received file in the incoming folder while it waits. */
  incomingFile: string | null;
  faultCode: string | null;
  faultVi: string | null;
  faultEn: string | null;
  sha256: string | null;
  createdBy: string;
  createdAt: number;
  isDemo: boolean;
  /** One more with each step of its approval and each change, so that nobody decides about what they did not see. */
  revision: number;
  /** Who asked for it to be submitted as soon as its audio is ready. */
  submitter: string | null;
  approvedAt: number | null;
  /** The earliest start of an occurrence that its approval came in time for. */
  airsFrom: number | null;
};

export type BulletinStore = Readonly<{
  get: (id: string) => Promise<BulletinRow | null>;
  many: (ids: readonly string[]) => Promise<BulletinRow[]>;
  /** Newest first. */
  page: (query: {
    areaKeys: readonly string[] | null;
    /** Of these approvals only. */
    approvals?: readonly Approval[];
    search: string | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<BulletinRow>>;
  withAudioState: (states: readonly AudioState[]) => Promise<BulletinRow[]>;
  /** Approved, ready, of class emergency; of all areas, by title. */
  emergencyClips: () => Promise<BulletinRow[]>;
  /** Bulletins of these areas, or of all, that wait for approval. */
  countSubmitted: (areaKeys: readonly string[] | null) => Promise<number>;
  put: (bulletin: BulletinRow) => Promise<void>;
}>;
