import type { PresenceState } from './store/presence.ts';

/** What changed, for the page and other listeners in the process; each is also a server-sent event. */
export type ControllerEvent =
  | { type: 'presence'; changes: { clusterId: string; areaKey: string; state: PresenceState }[] }
  /** A device began or ended an item; counts are the page's to fetch or to add up. */
  | { type: 'playing'; changes: { clusterId: string; areaKey: string; itemId: string; playing: boolean }[] }
  | { type: 'playbacks'; areaKeys: string[]; itemIds: string[] }
  /** Its audio went on, or its approval: `audioState` names what it is now, `ready` or `approved`. */
  | { type: 'bulletin'; areaKey: string; bulletinId: string; audioState: string; progress: number }
  /** Something came into force or ended, or more devices are known to have started it. */
  | { type: 'announcements'; areaKeys: string[]; ids: string[] }
  | { type: 'schedule'; areaKeys: string[] }
  /** Opened, acknowledged, changed or closed; of very many at once only the first are named. */
  | { type: 'incidents'; areaKeys: string[]; ids: string[] }
  /** A higher level sent something, or a commune decided about it; the sender's area among them. */
  | { type: 'inbox'; areaKeys: string[] }
  | { type: 'readiness'; areaKeys: string[] }
  /** Lists of notices of these users changed; nobody else hears of it. */
  | { type: 'notices'; userIds: string[] }
  | { type: 'network'; up: boolean; cutUntil: number | null };

export type EventBus = Readonly<{
  emit: (event: ControllerEvent) => void;
  /** Returns the function that ends the subscription. */
  listen: (listener: (event: ControllerEvent) => void) => () => void;
}>;
