import type { Signer } from '#protocol';
import type { Signers } from '../../../controller/app/documents/signing-keys.ts';
import type { Sealing } from '../engine/sealing.ts';

/** The folder of key files: no backup of the database and no restart of the controller touches it. */
export type KeyDrawer = Readonly<{
  signers: () => Signers;
  /** For one run of the controller: the keys when there are others than at its last look. */
  watch: () => () => Promise<Signers | null>;
  /** Another signing key, which nobody has certified yet. */
  make: () => Signer;
}>;

export const createKeyDrawer = (sealing: Sealing): KeyDrawer => {
  const first = sealing.signer('signing');
  const others: Signer[] = [];
  const signers = (): Signers => ({ root: sealing.signer('root'), own: [first, ...others] });
  return {
    signers,
    watch: () => {
      let seen = others.length;
      return async () => {
        if (seen === others.length) return null;
        seen = others.length;
        return signers();
      };
    },
    make: () => {
      const signer = sealing.signer(`signing ${others.length + 2}`);
      others.push(signer);
      return signer;
    },
  };
};
