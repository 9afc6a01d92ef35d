import { afterEach, beforeEach, describe } from 'vitest';
import type { Trailing } from '../../controller/adapters/store/open-store.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { accountsContract } from './store-contract/accounts.ts';
import { announcementsContract } from './store-contract/announcements.ts';
import { type Acting, auditContract, technician } from './store-contract/audit.ts';
import { bulletinsContract } from './store-contract/bulletins.ts';
import { decisionsContract } from './store-contract/decisions.ts';
import { devicesContract } from './store-contract/devices.ts';
import { incidentsContract } from './store-contract/incidents.ts';
import { noticesContract } from './store-contract/notices.ts';
import { placesContract } from './store-contract/places.ts';
import { planContract } from './store-contract/plan.ts';
import { playbacksContract } from './store-contract/playbacks.ts';
import { presenceContract } from './store-contract/presence.ts';
import { publishingContract } from './store-contract/publishing.ts';
import { retentionContract } from './store-contract/retention.ts';
import { spoolsContract } from './store-contract/spools.ts';
import { transactionsContract } from './store-contract/transactions.ts';

/** What every store must do, whatever the database under it. `open` gives an empty one. */
export const storeContract = (open: (trailing: Trailing) => Promise<Store>): void => {
  const acting: Acting = { now: 0, actor: technician };
  let current: Store | null = null;
  beforeEach(async () => {
    current = await open({ now: () => acting.now, actor: () => acting.actor });
  });
  afterEach(async () => {
    await current?.close();
  });
  const store = (): Store => {
    if (current === null) throw new Error('The store is open within a test only.');
    return current;
  };
  describe('transactions', () => transactionsContract(store));
  describe('areas, stations and clusters', () => placesContract(store));
  describe('devices and claims', () => devicesContract(store));
  describe('presence', () => presenceContract(store));
  describe('bulletins and assets', () => bulletinsContract(store));
  describe('sessions, policies, documents and settings', () => publishingContract(store));
  describe('announcements', () => announcementsContract(store));
  describe('orders of communes, dispatches and inbox', () => decisionsContract(store));
  describe('plan', () => planContract(store));
  describe('playbacks', () => playbacksContract(store));
  describe('spools', () => spoolsContract(store));
  describe('incidents', () => incidentsContract(store));
  describe('retention', () => retentionContract(store));
  describe('notices', () => noticesContract(store));
  describe('users and sign-ins', () => accountsContract(store));
  describe('audit trail', () => auditContract(store, acting));
};
