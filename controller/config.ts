import { resolve } from 'node:path';
import { z } from 'zod';
import { type NoticeConfig, noticeConfigOf, noticeVariables } from './config/notice-config.ts';
import { plainFaults } from './config/plain-faults.ts';

const port = z.coerce.number().int().min(0).max(65_535);
/** A loudspeaker sends again what it keeps for thirty days: what is younger must not be forgotten here. */
const keptDays = z.coerce
  .number()
  .int()
  .max(36_500)
  .refine((days) => days === 0 || days >= 60, { error: 'is 0 (for ever) or at least 60 days' });
const yesOrNo = z.enum(['yes', 'no']).transform((word) => word === 'yes');
const listOf = <T extends z.ZodType<string, string>>(one: T) =>
  z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .pipe(z.array(one))
    .default([]);
const hostName = z
  .string()
  .regex(/^([A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+$/)
  .max(253);

/** Environment variables the controller reads. An empty value counts as not set. */
const environment = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  /** Page and API over TLS; `no` behind a proxy that ends it. By itself: as soon as a certificate is named. */
  HTTPS: yesOrNo.optional(),
  /** Page and API without TLS on an address of the network, and no proxy in between. */
  HTTP_ALLOW_PLAIN: yesOrNo.default(false),
  /** Certificate (with its chain) and key, PEM. Without them a local authority vouches for this server. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  /** Of an authority that receivers do not know by themselves: they are handed it at their claim. */
  TLS_CA_FILE: z.string().optional(),
  /** Further names and addresses of this server: in its own certificate, and accepted as `Host`. */
  HOST_NAMES: listOf(z.union([hostName, z.ipv4(), z.ipv6()])),
  /** Addresses and networks whose `X-Forwarded-...` are believed. */
  TRUSTED_PROXIES: listOf(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])),
  MQTT_PORT: port.default(1883),
  MQTT_HOST: z.string().default('127.0.0.1'),
  /** MQTT without TLS on an address of the network. */
  MQTT_ALLOW_PLAIN: yesOrNo.default(false),
  /** MQTT over TLS, usually 8883, and over WebSocket Secure. Not served unless set. */
  MQTTS_PORT: port.optional(),
  MQTT_WSS_PORT: port.optional(),
  /** Where both listen. */
  MQTTS_HOST: z.string().default('0.0.0.0'),
  /** An external MQTT 3.1.1 broker; the embedded one stays off. */
  MQTT_URL: z.url({ protocol: /^(mqtts?|wss?)$/ }).optional(),
  DATA_DIR: z.string().default('./data'),
  /** A file with the passphrase that protects the signing keys on the disk; or the systemd credential `key-passphrase`. */
  KEY_PASSPHRASE_FILE: z.string().optional(),
  /** Sends the audit trail on: `udp://host:514`, `tcp://host:601` or `tls://host:6514`. */
  SYSLOG_URL: z.url({ protocol: /^(udp|tcp|tls)$/ }).optional(),
  /** Authorities that the certificate of a `tls://` receiver may come from, PEM; the system's unless set. */
  SYSLOG_CA_FILE: z.string().optional(),
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
  /** Approved later than that before a session begins, a bulletin does not air in it. */
  APPROVAL_CUT_OFF_MINUTES: z.coerce.number().int().min(0).max(1_440).default(30),
  /** An emergency of which no newer document comes falls silent after so long. */
  ANNOUNCEMENT_FRESHNESS_MINUTES: z.coerce.number().int().min(15).max(1_440).default(60),
  /** Days for which history is kept; 0 for ever. The audit trail and daily sums always are. */
  PRESENCE_DAYS: keptDays.default(400),
  PLAY_EVENT_DAYS: keptDays.default(400),
  /** Not fewer than plays prove a commune. */
  AS_RUN_DAYS: keptDays.default(1_830),
  INCIDENT_DAYS: keptDays.default(1_830),
  MAX_AUDIO_MINUTES: z.coerce.number().int().min(1).max(240).default(60),
  ...noticeVariables,
});

export type Config = Readonly<{
  http: Readonly<{ host: string; port: number; isTls: boolean; allowPlain: boolean }>;
  mqtt: Readonly<{
    host: string;
    port: number;
    allowPlain: boolean;
    tlsHost: string;
    /** Null when not served. */
    tlsPort: number | null;
    wssPort: number | null;
    externalUrl: string | null;
  }>;
  tls: Readonly<{ certFile: string | null; keyFile: string | null; caFile: string | null }>;
  hostNames: readonly string[];
  trustedProxies: readonly string[];
  dataDir: string;
  adminPassword: string | null;
  /** Where the audit trail is sent on to; null for nowhere. */
  syslog: Readonly<{ url: string; caFile: string | null }> | null;
  keyPassphrase: Readonly<{ file: string | null; credentialsDirectory: string | null }>;
  publicUrl: string | null;
  secondFactor: z.infer<typeof environment>['SECOND_FACTOR'];
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
  heartbeatIntervalMs: number;
  provenDays: number;
  retentionDays: Readonly<{ presence: number; playEvents: number; asRun: number; incidents: number }>;
  maxAudioMs: number;
  zoneStaggerMs: number;
  soundingMs: number;
  silentAfterMs: number;
  /** A share, 0 to 1. */
  unreadyShare: number;
  notices: NoticeConfig;
  approvalCutOffMs: number;
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
  const isTls = value.HTTPS ?? value.TLS_CERT_FILE !== undefined;
  const faults = plainFaults({
    http: { host: value.HOST, isTls, allowPlain: value.HTTP_ALLOW_PLAIN },
    hasProxy: value.TRUSTED_PROXIES.length > 0,
    mqtt: { host: value.MQTT_HOST, allowPlain: value.MQTT_ALLOW_PLAIN, isOff: value.MQTT_URL !== undefined },
    certFile: value.TLS_CERT_FILE,
    keyFile: value.TLS_KEY_FILE,
  });
  if (faults.length > 0) return { ok: false, sentence: `The configuration is wrong. ${faults.join(' ')}` };
  return {
    ok: true,
    config: Object.freeze({
      http: Object.freeze({
        host: value.HOST,
        port: value.PORT,
        isTls,
        allowPlain: value.HTTP_ALLOW_PLAIN,
      }),
      mqtt: Object.freeze({
        host: value.MQTT_HOST,
        port: value.MQTT_PORT,
        allowPlain: value.MQTT_ALLOW_PLAIN,
        tlsHost: value.MQTTS_HOST,
        tlsPort: value.MQTTS_PORT ?? null,
        wssPort: value.MQTT_WSS_PORT ?? null,
        externalUrl: value.MQTT_URL ?? null,
      }),
      tls: Object.freeze({
        certFile: value.TLS_CERT_FILE ? resolve(value.TLS_CERT_FILE) : null,
        keyFile: value.TLS_KEY_FILE ? resolve(value.TLS_KEY_FILE) : null,
        caFile: value.TLS_CA_FILE ? resolve(value.TLS_CA_FILE) : null,
      }),
      hostNames: Object.freeze(value.HOST_NAMES),
      trustedProxies: Object.freeze(value.TRUSTED_PROXIES),
      dataDir: resolve(value.DATA_DIR),
      adminPassword: value.ADMIN_PASSWORD ?? null,
      syslog: value.SYSLOG_URL
        ? Object.freeze({ url: value.SYSLOG_URL, caFile: value.SYSLOG_CA_FILE ?? null })
        : null,
      keyPassphrase: Object.freeze({
        file: value.KEY_PASSPHRASE_FILE ?? null,
        credentialsDirectory: value.CREDENTIALS_DIRECTORY ?? null,
      }),
      publicUrl: value.PUBLIC_URL ?? null,
      secondFactor: value.SECOND_FACTOR,
      logLevel: value.LOG_LEVEL,
      heartbeatIntervalMs: value.HEARTBEAT_INTERVAL_SECONDS * 1_000,
      provenDays: value.PROVEN_DAYS,
      retentionDays: Object.freeze({
        presence: value.PRESENCE_DAYS,
        playEvents: value.PLAY_EVENT_DAYS,
        asRun: value.AS_RUN_DAYS === 0 ? 0 : Math.max(value.AS_RUN_DAYS, value.PROVEN_DAYS),
        incidents: value.INCIDENT_DAYS,
      }),
      maxAudioMs: value.MAX_AUDIO_MINUTES * 60_000,
      zoneStaggerMs: value.ZONE_STAGGER_MS,
      soundingMs: value.ANNOUNCEMENT_FRESHNESS_MINUTES * 60_000,
      silentAfterMs: value.SILENT_AFTER_MINUTES * 60_000,
      unreadyShare: value.UNREADY_PERCENT / 100,
      notices: noticeConfigOf(value),
      approvalCutOffMs: value.APPROVAL_CUT_OFF_MINUTES * 60_000,
    }),
  };
};
