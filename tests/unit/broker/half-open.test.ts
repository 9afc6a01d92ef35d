import { describe, expect, it } from 'vitest';
import { createHalfOpen } from '../../../broker/half-open.ts';

type Peer = { name: string };

const create = (limits = { total: 4, perAddress: 2, graceMs: 1_000 }) => {
  const evicted: string[] = [];
  let now = 0;
  const halfOpen = createHalfOpen<Peer>({
    limits,
    now: () => now,
    evict: ({ name }) => evicted.push(name),
  });
  const peers = new Map<string, Peer>();
  return {
    evicted,
    size: halfOpen.size,
    at: (ms: number) => {
      now = ms;
    },
    add: (name: string, address: string) => {
      const peer = { name };
      peers.set(name, peer);
      return halfOpen.add(peer, address);
    },
    remove: (name: string) => halfOpen.remove(peers.get(name) ?? { name }),
  };
};

describe('connections that have not said who they are', () => {
  it('takes a herd from one address as long as everybody speaks in time', () => {
    const field = create();
    for (const name of ['a', 'b', 'c', 'd']) expect(field.add(name, 'nat')).toBe(true);
    expect(field.evicted).toEqual([]);
    field.remove('a');
    expect(field.size()).toBe(3);
  });

  it('lets the oldest of an address that has too many give way, and nobody else', () => {
    const field = create();
    field.add('honest', 'elsewhere');
    field.add('slow-1', 'nat');
    field.add('slow-2', 'nat');
    field.at(1_000);
    expect(field.add('new', 'nat')).toBe(true);
    expect(field.evicted).toEqual(['slow-1']);
    expect(field.size()).toBe(3);
  });

  it('when all places are taken: lets the oldest give way, or refuses while all are young', () => {
    const field = create();
    for (const name of ['a', 'b', 'c', 'd']) field.add(name, name);
    expect(field.add('e', 'e')).toBe(false);
    field.at(1_000);
    expect(field.add('e', 'e')).toBe(true);
    expect(field.evicted).toEqual(['a']);
    expect(field.size()).toBe(4);
  });
});
