import { createSenders } from '../adapters/notices/create-senders.ts';
import { openMailSetup } from '../adapters/notices/mail-setup.ts';
import { openPushKeys } from '../adapters/notices/push-keys.ts';
import { createAddressGuard } from '../adapters/outbound/address-guard.ts';
import { createIncidentNotices } from '../app/notices/incident-notices.ts';
import { createNotices } from '../app/notices/notices.ts';
import { createNotifier } from '../app/notices/notifier.ts';
import type { Config } from '../config.ts';
import type { Foundations } from './foundations.ts';

/** What tells people, none of it started: the port that everybody calls, and what is behind it. */
export const createNotifying = async (deps: {
  foundations: Foundations;
  config: Config;
  /** Where browsers reach this server. */
  httpUrl: string;
}) => {
  const { foundations, config, httpUrl } = deps;
  const { store, directory, clock, random, log, sealing, province } = foundations;
  const { mode, allowed, mail } = config.notices;
  const areaOf = (areaKey: string) => {
    const area = directory.areas.get(areaKey);
    return { code: area?.code ?? '', name: area ? `${area.type} ${area.name}` : areaKey };
  };
  const areaName = (areaKey: string): string => areaOf(areaKey).name;
  const guard = createAddressGuard(allowed);
  const { senders, setup } = createSenders({
    mode,
    mail: mail && (await openMailSetup(mail)),
    guard,
    keys: await openPushKeys({ settings: store.settings, sealing, log }),
    publicUrl: httpUrl,
    areaOf,
    clock,
  });
  const notifier = createNotifier({ store, clock, random, log });
  return {
    notifier,
    notifyIncidents: createIncidentNotices({
      notifier,
      clusterName: (clusterId) => directory.clusters.get(clusterId)?.name ?? null,
      areaName,
      now: clock.now,
    }),
    notices: createNotices({
      ...foundations,
      notifier,
      people: async () => (await store.users.all()).filter(({ disabledAt }) => disabledAt === null),
      senders,
      setup,
      mayReach: guard.mayReach,
      provinceKey: province.key,
      areaName,
      chance: Math.random,
    }),
  };
};
