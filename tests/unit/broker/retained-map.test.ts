import { describe, expect, it } from 'vitest';
import { createRetainedMap } from '../../../broker/retained-map.ts';
import { filterMatches } from '../../../broker/topic-filter.ts';

const documentOf = (topic: string, text = topic) => ({ topic, payload: Buffer.from(text), qos: 1 as const });

/** A map that counts how often it compares a filter with a topic. */
const countingMap = () => {
  const counted = { comparisons: 0 };
  const map = createRetainedMap((filter, topic) => {
    counted.comparisons += 1;
    return filterMatches(filter, topic);
  });
  return { map, counted };
};

describe('retained map', () => {
  it('answers filters without wildcards by lookup, however many documents it holds', () => {
    const { map, counted } = countingMap();
    for (let index = 0; index < 5000; index += 1) map.store(documentOf(`areas/${index}/program`));
    const found = [...map.match(['areas/17/program', 'areas/4999/program', 'areas/none/program'])];
    expect(found.map(({ topic }) => topic)).toEqual(['areas/17/program', 'areas/4999/program']);
    expect(counted.comparisons).toBe(0);
  });

  it('scans for a filter with wildcards', () => {
    const { map, counted } = countingMap();
    for (const topic of ['areas/1/program', 'areas/1/policy', 'areas/2/program', 'keys']) {
      map.store(documentOf(topic));
    }
    const found = [...map.match(['areas/+/program'])];
    expect(found.map(({ topic }) => topic)).toEqual(['areas/1/program', 'areas/2/program']);
    expect(counted.comparisons).toBe(4);
  });

  it('yields a document once for overlapping filters', () => {
    const { map } = countingMap();
    map.store(documentOf('areas/1/program'));
    const found = [...map.match(['areas/1/program', 'areas/1/program', 'areas/#', '#'])];
    expect(found).toHaveLength(1);
  });

  it('holds the last document of a topic until it is removed', () => {
    const { map } = countingMap();
    map.store(documentOf('keys', 'first'));
    map.store(documentOf('keys', 'second'));
    expect(map.get('keys')?.payload.toString()).toBe('second');
    expect(map.size()).toBe(1);
    expect(map.remove('keys')).toBe(true);
    expect(map.remove('keys')).toBe(false);
    expect([...map.match(['keys', '#'])]).toEqual([]);
  });
});
