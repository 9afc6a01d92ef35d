import { expect, it } from 'vitest';
import { createHandlerSet } from '../../../broker/handler-set.ts';
import { createRecordingLog } from '../../support/recording-log.ts';

it('calls every handler until its registration ends', () => {
  const handlers = createHandlerSet<[value: number]>(createRecordingLog().log);
  const seen: number[] = [];
  const note = (value: number) => seen.push(value);
  const remove = handlers.add(note);
  handlers.add(note);
  handlers.call(1);
  remove();
  handlers.call(2);
  expect(seen).toEqual([1, 1, 2]);
});

it('logs a handler that throws and calls the next one', () => {
  const { log, lines } = createRecordingLog();
  const handlers = createHandlerSet<[]>(log);
  const seen: string[] = [];
  handlers.add(() => {
    throw new Error('out of order');
  });
  handlers.add(() => seen.push('second'));
  handlers.call();
  expect(seen).toEqual(['second']);
  expect(lines).toMatchObject([{ level: 'error', sentence: 'a handler of broker events failed' }]);
});
