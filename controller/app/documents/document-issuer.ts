import { type AreaDocumentKind, parseAreaTopic, type Signer, topics } from '#protocol';
import type { AreaPlan } from '../../domain/program.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import { areaTopic, type Planner, policyDocument, programDocument } from './area-documents.ts';
import type { DocumentDelivery } from './document-delivery.ts';
import type { AreaItems, DocumentRegister } from './document-register.ts';

/** One retained document to be issued anew. */
export type DocumentRequest =
  | { kind: 'keys' }
  | { kind: 'program'; areaKey: string }
  | { kind: 'policy'; areaKey: string }
  | { kind: 'announcements'; areaKey: string };

type PlannedRequest = Extract<DocumentRequest, { kind: 'program' | 'policy' }>;

const isPlanned = (request: DocumentRequest): request is PlannedRequest =>
  request.kind === 'program' || request.kind === 'policy';

export const topicOf = (request: DocumentRequest): string =>
  request.kind === 'keys' ? topics.keys : areaTopic(request.kind, request.areaKey);

export const requestOf = (topic: string): DocumentRequest | null =>
  topic === topics.keys ? { kind: 'keys' } : areaRequest(parseAreaTopic(topic));

const areaRequest = (area: { areaKey: string; kind: AreaDocumentKind } | null): DocumentRequest | null =>
  area && { kind: area.kind, areaKey: area.areaKey };

/** Signs and stores documents, then hands them to delivery: never the other way round. */
export type DocumentIssuer = Readonly<{
  /** Resolves when all are stored. What fails is logged, kept and thrown. */
  issue: (requests: readonly DocumentRequest[]) => Promise<void>;
  /** Requests that failed, for another attempt; the next call gives none of these again. */
  takeFailed: () => DocumentRequest[];
}>;

/** So many are signed and committed together: a transaction of a few ms, and heartbeats get their turn in between. */
const chunkSize = 5;

export const createDocumentIssuer = (deps: {
  signer: Signer;
  register: DocumentRegister;
  delivery: DocumentDelivery;
  loadPlanner: (programs: readonly string[], now: number) => Promise<Planner>;
  /** The list of keys is the root's to sign, see `KeyUpkeep`. */
  renewKeys: () => Promise<void>;
  /** Announcements have a way of their own, see `AnnouncementIssuer`. */
  renewAnnouncements: (areaKeys: readonly string[]) => Promise<void>;
  clock: Clock;
  log: Log;
}): DocumentIssuer => {
  const { signer, register, delivery, clock, log } = deps;
  const failed = new Map<string, DocumentRequest>();

  const sign = async (
    request: PlannedRequest,
    planner: Planner,
    now: number,
  ): Promise<{ row: DocumentRow; plan: AreaItems | null }> => {
    const topic = topicOf(request);
    const issue = { version: register.versionFor(topic, now), now };
    const sealed = async (
      payload: Pick<DocumentRow, 'version' | 'issuedAt' | 'expiresAt'>,
    ): Promise<DocumentRow> => {
      const { version, issuedAt, expiresAt } = payload;
      return { topic, jws: await signer.sign(payload), version, issuedAt, expiresAt, published: false };
    };
    switch (request.kind) {
      case 'program': {
        const plan = planner.program(request.areaKey);
        const row = await sealed(programDocument(request.areaKey, plan, issue));
        return { row, plan: { areaKey: request.areaKey, items: planRows(plan, issue.version) } };
      }
      case 'policy': {
        const policy = planner.policy(request.areaKey);
        const payload = policyDocument(request.areaKey, policy, issue);
        return { row: await sealed(payload), plan: null };
      }
    }
  };

  const issuePlanned = async (
    chunk: readonly PlannedRequest[],
    planner: Planner,
    now: number,
  ): Promise<void> => {
    const signed = await Promise.all(chunk.map((request) => sign(request, planner, now)));
    const rows = signed.map(({ row }) => row);
    const plans = signed.flatMap(({ plan }) => plan ?? []);
    // The instant of the commit, not of the planning: what began in between is not cancelled any more.
    await register.commit(rows, plans, clock.now());
    void delivery.deliver(rows);
  };

  const issueChunk = async (
    chunk: readonly DocumentRequest[],
    planner: Planner,
    now: number,
  ): Promise<void> => {
    if (chunk.some(({ kind }) => kind === 'keys')) await deps.renewKeys();
    const planned = chunk.filter(isPlanned);
    if (planned.length > 0) await issuePlanned(planned, planner, now);
    const announced = chunk.flatMap((one) => (one.kind === 'announcements' ? one.areaKey : []));
    if (announced.length > 0) await deps.renewAnnouncements(announced);
  };

  return {
    issue: async (requests) => {
      const named = [...new Map(requests.map((request) => [topicOf(request), request])).values()];
      // Devices can verify nothing without keys; then what is in force, then what is planned.
      const order = ({ kind }: DocumentRequest) => (kind === 'keys' ? 0 : kind === 'announcements' ? 1 : 2);
      const unique = named.sort((a, b) => order(a) - order(b));
      let left = unique;
      const now = clock.now();
      try {
        const programs = unique.flatMap((request) => (request.kind === 'program' ? request.areaKey : []));
        const planner = await deps.loadPlanner(programs, now);
        while (left.length > 0) {
          await issueChunk(left.slice(0, chunkSize), planner, now);
          left = left.slice(chunkSize);
        }
        log.debug({ documents: unique.length, tookMs: clock.now() - now }, 'Issued documents');
      } catch (error) {
        for (const request of left) failed.set(topicOf(request), request);
        log.error({ err: error, documents: left.length }, 'Documents could not be issued; tried again soon');
        throw error;
      }
    },
    takeFailed: () => {
      const requests = [...failed.values()];
      failed.clear();
      return requests;
    },
  };
};

const planRows = (plan: AreaPlan, programVersion: number): AreaItems['items'] =>
  plan.planItems.map((item) => ({ ...item, programVersion, cancelledAt: null, frozenAt: null }));
