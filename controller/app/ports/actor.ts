/** Who makes a change, and by what: the audit trail writes it beside every change. */
export type Actor = Readonly<{
  /** `anonymous`: a request of somebody who has not signed in. */
  kind: 'user' | 'token' | 'device' | 'system' | 'anonymous';
  /** User name, name of an API token, serial of a receiver, or the part of the controller that acts by itself. */
  name: string;
  /** Remote address; null for the controller itself. */
  address: string | null;
  /** Action of the permissions (`sessions.write`), or the operation of a route that needs none (`POST /sign-in`). */
  action: string;
}>;

/** The actor travels beside the calls, so that use cases need not hand it on. */
export type CurrentActor = Readonly<{
  /**
   * Whatever `work` does, and whatever follows from it, is done by this actor. A function is asked at each change:
   * who a request comes from is known only as it is being handled.
   */
  runAs: <T>(actor: Actor | (() => Actor), work: () => T) => T;
  /** The controller itself, where nobody else is. */
  currentActor: () => Actor;
}>;

/** The controller, of its own accord: timers, jobs, what it does at start. */
export const systemActor: Actor = { kind: 'system', name: 'truyenthanh', address: null, action: 'automatic' };
