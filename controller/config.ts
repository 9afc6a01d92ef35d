import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Environment variables the controller reads. An empty value counts as not set. */
const environment = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  MQTT_PORT: port.default(1883),
  MQTT_HOST: z.string().default('127.0.0.1'),
  /** An external MQTT 3.1.1 broker; the embedded one stays off. */
  MQTT_URL: z.url({ protocol: /^(mqtts?|wss?)$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  /** A file with the passphrase that protects the signing keys on the disk; or the systemd credential `key-passphrase`. */
  KEY_PASSPHRASE_FILE: z.string().optional(),
  CREDENTIALS_DIRECTORY: z.string().optional(),
  /** Every program on the machine can read the environment. */
  KEY_PASSPHRASE: z.never('put the passphrase into a file and name it in KEY_PASSPHRASE_FILE').optional(),
  /** Presets the password of the first administrator, `admin`. */
  ADMIN_PASSWORD: z.string().max(256).optional(),
  /** Where devices and browsers reach this server; names media in device configs. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether accounts that may start an emergency beyond one commune must have a second factor. */
  SECOND_FACTOR: z.enum(['required', 'optional']).default('required'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  HEARTBEAT_INTERVAL_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  /** Days in which a signed `played` keeps a commune proven. */
  PROVEN_DAYS: z.coerce.number().int().min(1).max(366).default(7),
  /** Longer without a word of a device is an incident. */
  SILENT_AFTER_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
  /** More loudspeakers than that not ready a quarter of an hour before a session are an incident. */
  UNREADY_PERCENT: z.coerce.number().int().min(0).max(99).default(10),
  /** Neighbouring zones of a commune sound so far apart; 0 for together. */
  ZONE_STAGGER_MS: z.coerce.number().int().min(0).max(2_000).default(0),
  MAX_AUDIO_MINUTES: z.coerce.number().int().min(1).max(240).default(60),
});

export type Config = Readonly<{
  http: Readonly<{ host: string; port: number }>;
  mqtt: Readonly<{ host: string; port: number; externalUrl: string | null }>;
  dataDir: string;
  adminPassword: string | null;
  keyPassphrase: Readonly<{ file: string | null; credentialsDirectory: string | null }>;
  publicUrl: string | null;
  secondFactor: z.infer<typeof environment>['SECOND_FACTOR'];
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
  heartbeatIntervalMs: number;
  provenDays: number;
  maxAudioMs: number;
  zoneStaggerMs: number;
  silentAfterMs: number;
  /** A share, 0 to 1. */
  unreadyShare: number;
}>;

export type ConfigResult = { ok: true; config: Config } | { ok: false; sentence: string };

/** Reads the configuration; what is wrong comes back as one sentence naming each variable. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): ConfigResult => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return { ok: false, sentence: `The configuration is wrong. ${faults.join('; ')}.` };
  }
  const value = parsed.data;
  return {
    ok: true,
    config: Object.freeze({
      http: Object.freeze({ host: value.HOST, port: value.PORT }),
      mqtt: Object.freeze({
        host: value.MQTT_HOST,
        port: value.MQTT_PORT,
        externalUrl: value.MQTT_URL ?? null,
      }),
      dataDir: resolve(value.DATA_DIR),
      adminPassword: value.ADMIN_PASSWORD ?? null,
      keyPassphrase: Object.freeze({
        file: value.KEY_PASSPHRASE_FILE ?? null,
        credentialsDirectory: value.CREDENTIALS_DIRECTORY ?? null,
      }),
      publicUrl: value.PUBLIC_URL ?? null,
      secondFactor: value.SECOND_FACTOR,
      logLevel: value.LOG_LEVEL,
      heartbeatIntervalMs: value.HEARTBEAT_INTERVAL_SECONDS * 1_000,
      provenDays: value.PROVEN_DAYS,
      maxAudioMs: value.MAX_AUDIO_MINUTES * 60_000,
      zoneStaggerMs: value.ZONE_STAGGER_MS,
      silentAfterMs: value.SILENT_AFTER_MINUTES * 60_000,
      unreadyShare: value.UNREADY_PERCENT / 100,
    }),
  };
};
