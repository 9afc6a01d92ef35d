import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterMatches } from '../../../broker/topic-filter.ts';
import { createTopicRouter, type Deliver } from '../../../broker/topic-router.ts';

type Message = { topic: string };

const level = fc.constantFrom('a', 'b', '', '$SYS');
const topicName = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const topicFilter = fc
  .tuple(
    fc.array(fc.oneof(level, fc.constant('+')), { minLength: 0, maxLength: 3 }),
    fc.constantFrom('a', 'b', '+', '#'),
  )
  .map(([levels, last]) => [...levels, last].join('/'));

const collector = () => {
  const seen: string[] = [];
  const subscribe =
    (name: string): Deliver<Message> =>
    (message, done) => {
      seen.push(`${name} ${message.topic}`);
      done();
    };
  return { seen, subscribe };
};

describe('topic router', () => {
  it('reaches exactly the subscriptions whose filter selects the topic', () => {
    fc.assert(
      fc.property(fc.uniqueArray(topicFilter, { maxLength: 12 }), topicName, (filters, topic) => {
        const router = createTopicRouter<Message>();
        const { seen, subscribe } = collector();
        for (const filter of filters) router.on(filter, subscribe(filter));
        router.emit({ topic });
        const expected = filters.filter((filter) => filterMatches(filter, topic));
        expect(seen.sort()).toEqual(expected.map((filter) => `${filter} ${topic}`).sort());
      }),
    );
  });

  it('forgets every subscription that was removed, and no other', () => {
    fc.assert(
      fc.property(fc.array(topicFilter, { maxLength: 8 }), topicFilter, topicName, (gone, kept, topic) => {
        const router = createTopicRouter<Message>();
        const { seen, subscribe } = collector();
        const delivers = gone.map((filter) => ({ filter, deliver: subscribe('gone') }));
        for (const { filter, deliver } of delivers) router.on(filter, deliver);
        router.on(kept, subscribe('kept'));
        for (const { filter, deliver } of delivers) router.removeListener(filter, deliver);
        router.emit({ topic });
        expect(seen).toEqual(filterMatches(kept, topic) ? [`kept ${topic}`] : []);
      }),
    );
  });

  it('is done without waiting for a subscriber that never takes the message', async () => {
    const router = createTopicRouter<Message>();
    const reached: string[] = [];
    router.on('alert', () => reached.push('frozen'));
    router.on('alert', (_message, done) => {
      reached.push('healthy');
      done();
    });
    await new Promise<void>((resolve) => router.emit({ topic: 'alert' }, () => resolve()));
    expect(reached).toEqual(['frozen', 'healthy']);
  });

  it('delivers every message at once, however many are unfinished', () => {
    const router = createTopicRouter<Message>();
    let reached = 0;
    router.on('alert', () => {
      reached += 1;
    });
    for (let sent = 0; sent < 20_000; sent += 1) router.emit({ topic: 'alert' });
    expect(reached).toBe(20_000);
  });

  it('subscribes and unsubscribes before it returns', () => {
    const router = createTopicRouter<Message>();
    const steps: string[] = [];
    const deliver: Deliver<Message> = () => steps.push('delivered');
    router.on('a', deliver, () => steps.push('subscribed'));
    router.removeListener('a', deliver, () => steps.push('unsubscribed'));
    router.emit({ topic: 'a' });
    expect(steps).toEqual(['subscribed', 'unsubscribed']);
  });
});
