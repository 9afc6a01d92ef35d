import { afterEach } from 'vitest';
import type { BrokerConfig } from '../../broker/broker-config.ts';
import { startTestBroker, type TestBroker } from './test-broker.ts';

/** Starts a broker within a test; it is stopped when the test is over. */
export const useTestBroker = (): ((overrides?: Partial<BrokerConfig>) => Promise<TestBroker>) => {
  let running: TestBroker | undefined;
  afterEach(async () => {
    await running?.broker.stop();
    running = undefined;
  });
  return async (overrides = {}) => {
    running = await startTestBroker(overrides);
    return running;
  };
};
