import type { Directory } from '../app/directory/directory.ts';
import type { Identities } from '../app/people/identities.ts';
import type { Store } from '../app/ports/store.ts';
import { areasFor } from '../domain/permissions.ts';
import { signedInUser } from './authentication.ts';
import type { MediaAccess } from './media.ts';
import { createReadable } from './readable.ts';

/**
 * Approved audio, and what programs name, is for every loudspeaker, and nobody is signed in on one. What is not
 * approved yet is heard by those alone who may read the area of its bulletin.
 */
export const createMediaAccess =
  (deps: {
    store: Pick<Store, 'assets'>;
    identities: Pick<Identities, 'ofBrowser' | 'ofMachine'>;
    directory: Directory;
  }): MediaAccess =>
  async (sha256, c) => {
    const { store, identities, directory } = deps;
    if (await store.assets.isServable(sha256)) return true;
    const user = await signedInUser(c, identities);
    if (!user || areasFor(user.grants, 'data.read').length === 0) return false;
    const { covers } = createReadable(directory, user.grants);
    return (await store.assets.areasOf(sha256)).some(covers) ? 'private' : false;
  };
