import type { DeviceJournal } from '../journal.ts';

/** A stretch in which a device held the same documents, by topic. */
export type Epoch = Readonly<{ from: number; to: number; documents: ReadonlyMap<string, string> }>;

/** What a device held when, from the journal; stretches of no length are left out. */
export const epochsOf = ({ held }: DeviceJournal, end: number): Epoch[] => {
  const epochs: Epoch[] = [];
  let documents: ReadonlyMap<string, string> = new Map();
  let since = 0;
  const change = (at: number, next: ReadonlyMap<string, string>): void => {
    if (at > since) epochs.push({ from: since, to: at, documents });
    since = at;
    documents = next;
  };
  for (const { at, topic, jws } of held) {
    if (topic === '*') {
      change(at, new Map());
      continue;
    }
    const next = new Map(documents);
    if (jws === null) next.delete(topic);
    else next.set(topic, jws);
    change(at, next);
  }
  change(end, documents);
  return epochs;
};

/** A stretch in which a device had power and a trusted clock, and nothing about it changed. */
export type SteadySpan = Readonly<{ from: number; to: number; documents: ReadonlyMap<string, string> }>;

export const steadySpansOf = (journal: DeviceJournal, epochs: readonly Epoch[]): SteadySpan[] => {
  const { power, trust, disturbed } = journal;
  const isTrue = <T extends { at: number }>(
    changes: readonly T[],
    at: number,
    read: (change: T) => boolean,
  ) => {
    const last = changes.findLast((change) => change.at <= at);
    return last !== undefined && read(last);
  };
  const breaks = [...power, ...trust, ...disturbed].map(({ at }) => at).sort((a, b) => a - b);
  return epochs.flatMap((epoch) => {
    const inside = breaks.filter((at) => at > epoch.from && at < epoch.to);
    const edges = [epoch.from, ...inside, epoch.to];
    return edges.slice(0, -1).flatMap((from, index) => {
      const to = edges[index + 1] ?? epoch.to;
      const isUp =
        isTrue(power, from, ({ isOn }) => isOn) && isTrue(trust, from, ({ isTrusted }) => isTrusted);
      return isUp && to > from ? [{ from, to, documents: epoch.documents }] : [];
    });
  });
};

/** Whether the device had the file of that hash, and right, all the while. */
export const hadAudio = ({ cache }: DeviceJournal, sha256: string, from: number, to: number): boolean => {
  const ofFile = cache.filter((change) => change.sha256 === sha256 && change.at <= to);
  const wasThere = ofFile.findLast(({ at }) => at <= from)?.isThere ?? false;
  return wasThere && ofFile.every(({ at, isThere }) => at <= from || isThere);
};
