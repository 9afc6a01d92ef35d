import { topics } from '#protocol';
import { certifiedKeys, checkSuccession, offlineListDays } from '../../../controller/domain/key-ceremony.ts';
import type { World } from '../world.ts';
import type { Deed } from './operators.ts';

/**
 * The ceremonies of keys, as `npm run keys` holds them beside the running controller: a new signing key is certified,
 * and in an emergency the one that signs is believed no more.
 */
export const createCeremonies = (world: World) => {
  const chance = world.chance.fork('ceremonies');
  const isProvince = world.country.communeKeys.length > 50;

  const hold =
    (isRevocation: boolean): Deed =>
    async ({ ring, store }) => {
      const root = world.sealing.signer('root');
      const now = Math.floor(world.time.now());
      const fresh = world.keyDrawer.make();
      const row = await store.documents.get(topics.keys);
      const present = row && (await ring.read(row.jws));
      const { signing } = ring.rotation();
      const next = certifiedKeys({
        present,
        add: [{ kid: fresh.kid, jwk: fresh.publicKey }],
        revoke: isRevocation && signing !== null ? [signing] : [],
        listDays: offlineListDays,
        now,
      });
      const own = world.keyDrawer.signers().own.map(({ kid }) => kid);
      if (checkSuccession({ present, next, own, now }) !== null) return;
      const { topic, version, issuedAt, expiresAt } = next;
      world.trace.note(now, isRevocation ? `revokes ${signing}` : `certifies ${fresh.kid}`);
      const jws = await root.sign(next);
      await store.documents.put([{ topic, jws, version, issuedAt, expiresAt, published: false }]);
    };

  return {
    /** One for each ceremony of the run. */
    drawDeeds: (): Deed[] =>
      Array.from({ length: isProvince ? 2 : chance.pick([0, 1, 1, 2, 3]) }, () => hold(chance.maybe(0.5))),
    /** When, as a part of the run. */
    drawShare: (): number => chance.next(),
  };
};
