import webPush from 'web-push';
import type { Log } from '../../app/ports/runtime.ts';
import type { Sealing } from '../../app/ports/sealing.ts';
import type { SettingStore } from '../../app/ports/store/settings.ts';

export type PushKeys = Readonly<{ publicKey: string; privateKey: string }>;

const publicName = 'push.public-key';
const privateName = 'push.private-key';

/** The server's key pair for Web Push (RFC 8292), made at the first start; browsers subscribe to the public half. */
export const openPushKeys = async (deps: {
  settings: SettingStore;
  sealing: Sealing;
  log: Log;
}): Promise<PushKeys> => {
  const { settings, sealing, log } = deps;
  const [publicKey, sealed] = [await settings.get(publicName), await settings.get(privateName)];
  const privateKey = sealed === null ? null : await sealing.unseal(sealed);
  if (publicKey !== null && privateKey !== null) return { publicKey, privateKey };
  if (sealed !== null)
    log.warn(
      {},
      'The key for Web Push cannot be opened: a new one is made, and browsers must be enabled again',
    );
  const made = webPush.generateVAPIDKeys();
  await settings.put(privateName, await sealing.seal(made.privateKey));
  await settings.put(publicName, made.publicKey);
  return made;
};
