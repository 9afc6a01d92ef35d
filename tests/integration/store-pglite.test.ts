import { afterAll, beforeAll, describe } from 'vitest';
import { createPgliteStores } from '../support/pglite-store.ts';
import { storeContract } from '../support/store-contract.ts';

let stores: Awaited<ReturnType<typeof createPgliteStores>> | null = null;
beforeAll(async () => {
  stores = await createPgliteStores();
});
afterAll(() => stores?.close());

describe('a store on PostgreSQL', () => {
  storeContract(async (trailing) => {
    if (stores === null) throw new Error('PostgreSQL did not start.');
    return stores.open(trailing);
  });
});
