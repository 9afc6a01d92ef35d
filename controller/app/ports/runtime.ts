/** Epoch milliseconds, and timers; the composition root passes the real ones, tests a virtual one. */
export type Clock = Readonly<{
  now: () => number;
  /** Runs `task` once at or after `delayMs`; the returned function cancels it. */
  after: (delayMs: number, task: () => void) => () => void;
  /** Runs `task` again and again, `periodMs` apart, until cancelled. */
  every: (periodMs: number, task: () => void) => () => void;
}>;

/** Random identifiers and secrets. */
export type Random = Readonly<{
  /** `bul_` + 16 lower-case base32 characters: unguessable enough to be a name, not a secret. */
  id: (prefix: string) => string;
  /** 256 random bits, base64url. */
  secret: () => string;
  /** A code a person can read aloud, in groups of four from an alphabet without look-alikes. */
  claimCode: () => string;
}>;

export type Log = Readonly<{
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
  child: (fields: { component: string }) => Log;
}>;

/** The MQTT side as the controller needs it: the embedded broker, or a client of an external one. */
export type DeviceLink = Readonly<{
  /** Resolves when the broker took the message (external) or stored and handed it out (embedded). */
  publish: (topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }) => Promise<void>;
  /** Messages of devices; topics that `parseUpstreamTopic` knows and no others. */
  onMessage: (handler: (topic: string, payload: Uint8Array) => void) => void;
  /** False while the controller cannot hear devices, so that silence is no evidence about them. */
  isUp: () => boolean;
  onUpChange: (handler: (up: boolean) => void) => void;
  /** Drops the live connection of a device, so that changed rights take effect. */
  disconnect: (deviceId: string) => void;
}>;

/** Password hashing (Argon2id). */
export type PasswordHasher = Readonly<{
  hash: (password: string) => Promise<string>;
  verify: (hash: string, password: string) => Promise<boolean>;
  /** Whether it was made with other parameters than `hash` uses now. */
  isOutdated: (hash: string) => boolean;
}>;

/** SHA-256 in lower-case hexadecimal, for secrets and tokens that are stored only as a hash. */
export type Digest = (text: string) => string;

/** A sentence for people in both languages, with a stable code, `Session_QuietHours`. */
export type Fault = Readonly<{ code: string; vi: string; en: string }>;
export type Outcome<T> =
  | { ok: true; value: T }
  | { ok: false; status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 503; fault: Fault }
  /** Who comes again earlier is refused again. */
  | { ok: false; status: 429; fault: Fault; retryAfterMs: number };
