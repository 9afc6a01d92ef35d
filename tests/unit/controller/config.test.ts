import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../../controller/config.ts';

const read = (env: Record<string, string> = {}): Config => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.sentence);
  return result.config;
};

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(read()).toEqual({
      http: { host: '127.0.0.1', port: 8080, isTls: false, allowPlain: false },
      mqtt: {
        host: '127.0.0.1',
        port: 1883,
        allowPlain: false,
        tlsHost: '0.0.0.0',
        tlsPort: null,
        wssPort: null,
        externalUrl: null,
      },
      tls: { certFile: null, keyFile: null, caFile: null },
      hostNames: [],
      trustedProxies: [],
      dataDir: resolve('./data'),
      adminPassword: null,
      keyPassphrase: { file: null, credentialsDirectory: null },
      publicUrl: null,
      secondFactor: 'required',
      logLevel: 'info',
      heartbeatIntervalMs: 30_000,
      zoneStaggerMs: 0,
      soundingMs: 3_600_000,
      provenDays: 7,
      maxAudioMs: 3_600_000,
      retentionDays: { presence: 400, playEvents: 400, asRun: 1_830, incidents: 1_830 },
      silentAfterMs: 900_000,
      unreadyShare: 0.1,
      approvalCutOffMs: 1_800_000,
      notices: { mode: 'real', allowed: [], mail: null },
      syslog: null,
    });
  });

  it('takes every variable that is documented, and leaves others alone', () => {
    const config = read({
      PORT: '0',
      HOST: '0.0.0.0',
      HTTP_ALLOW_PLAIN: 'yes',
      TLS_CERT_FILE: '/etc/tls/loa.pem',
      TLS_KEY_FILE: '/etc/tls/loa.key',
      TLS_CA_FILE: '/etc/tls/ca.pem',
      HOST_NAMES: 'loa, 10.0.0.5,fe80::1',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      MQTT_ALLOW_PLAIN: 'yes',
      MQTTS_PORT: '8883',
      MQTT_WSS_PORT: '8884',
      MQTTS_HOST: '10.0.0.5',
      MQTT_PORT: '11883',
      MQTT_HOST: '::1',
      MQTT_URL: 'mqtts://broker.example.vn:8883',
      DATA_DIR: '/var/lib/truyenthanh',
      ADMIN_PASSWORD: 'mật khẩu dài',
      KEY_PASSPHRASE_FILE: '/run/passphrase',
      CREDENTIALS_DIRECTORY: '/run/credentials/tt',
      PUBLIC_URL: 'https://loa.example.vn',
      SECOND_FACTOR: 'optional',
      LOG_LEVEL: 'debug',
      HEARTBEAT_INTERVAL_SECONDS: '5',
      PROVEN_DAYS: '30',
      MAX_AUDIO_MINUTES: '90',
      PRESENCE_DAYS: '90',
      PLAY_EVENT_DAYS: '60',
      AS_RUN_DAYS: '0',
      INCIDENT_DAYS: '365',
      SILENT_AFTER_MINUTES: '5',
      UNREADY_PERCENT: '25',
      APPROVAL_CUT_OFF_MINUTES: '45',
      ZONE_STAGGER_MS: '300',
      NOTICES: 'outbox',
      OUTBOUND_ALLOWED: 'sms.phutho.example, http://Zalo.example',
      SMTP_URL: 'smtps://loa@mail.example.vn',
      SMTP_FROM: 'Truyền thanh <loa@example.vn>',
      SMTP_PASSWORD_FILE: '/run/smtp',
      SYSLOG_URL: 'tls://soc.example.vn:6514',
      SYSLOG_CA_FILE: '/etc/tls/soc.pem',
      PATH: '/bin',
    });
    expect(config).toEqual({
      http: { host: '0.0.0.0', port: 0, isTls: true, allowPlain: true },
      mqtt: {
        host: '::1',
        port: 11_883,
        allowPlain: true,
        tlsHost: '10.0.0.5',
        tlsPort: 8_883,
        wssPort: 8_884,
        externalUrl: 'mqtts://broker.example.vn:8883',
      },
      tls: { certFile: '/etc/tls/loa.pem', keyFile: '/etc/tls/loa.key', caFile: '/etc/tls/ca.pem' },
      hostNames: ['loa', '10.0.0.5', 'fe80::1'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      dataDir: '/var/lib/truyenthanh',
      adminPassword: 'mật khẩu dài',
      keyPassphrase: { file: '/run/passphrase', credentialsDirectory: '/run/credentials/tt' },
      publicUrl: 'https://loa.example.vn',
      secondFactor: 'optional',
      logLevel: 'debug',
      heartbeatIntervalMs: 5_000,
      provenDays: 30,
      maxAudioMs: 5_400_000,
      syslog: { url: 'tls://soc.example.vn:6514', caFile: '/etc/tls/soc.pem' },
      retentionDays: { presence: 90, playEvents: 60, asRun: 0, incidents: 365 },
      silentAfterMs: 300_000,
      unreadyShare: 0.25,
      approvalCutOffMs: 2_700_000,
      notices: {
        mode: 'outbox',
        allowed: [
          { isPlain: false, kind: 'name', name: 'sms.phutho.example' },
          { isPlain: true, kind: 'name', name: 'zalo.example' },
        ],
        mail: {
          url: 'smtps://loa@mail.example.vn',
          from: 'Truyền thanh <loa@example.vn>',
          passwordFile: '/run/smtp',
        },
      },
      zoneStaggerMs: 300,
      soundingMs: 3_600_000,
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(read({ PORT: '', ADMIN_PASSWORD: '', MQTT_URL: '', PUBLIC_URL: '' })).toEqual(read());
  });

  it('does not change once it is read', () => {
    const config = read();
    expect([config, config.http, config.mqtt].every(Object.isFrozen)).toBe(true);
  });

  it.each([
    ['PORT', 'mười'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['HTTPS', 'true'],
    ['HOST_NAMES', 'loa.example.vn:8080'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy'],
    ['MQTTS_PORT', '65536'],
    ['MQTT_PORT', '1883x'],
    ['MQTT_URL', 'http://broker.example.vn'],
    ['MQTT_URL', 'broker.example.vn:1883'],
    ['ADMIN_PASSWORD', 'x'.repeat(257)],
    ['PUBLIC_URL', 'loa.example.vn'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['LOG_LEVEL', 'loud'],
    ['KEY_PASSPHRASE', 'everybody can read this'],
    ['SILENT_AFTER_MINUTES', '0'],
    ['UNREADY_PERCENT', '100'],
    ['HEARTBEAT_INTERVAL_SECONDS', '0'],
    ['HEARTBEAT_INTERVAL_SECONDS', '3601'],
    ['PROVEN_DAYS', '0'],
    ['PRESENCE_DAYS', '59'],
    ['AS_RUN_DAYS', '-1'],
    ['MAX_AUDIO_MINUTES', '241'],
    ['ZONE_STAGGER_MS', '2001'],
    ['ANNOUNCEMENT_FRESHNESS_MINUTES', '14'],
  ])('refuses %s=%s in one sentence that names it', (name, value) => {
    const result = readConfig({ [name]: value });
    expect(result).toEqual({
      ok: false,
      sentence: expect.stringMatching(new RegExp(`^The configuration is wrong\\. ${name}(\\.\\d+)?: .+\\.$`)),
    });
  });

  it.each([
    [{ HOST: '0.0.0.0' }, 'HOST: 0.0.0.0 can be reached'],
    [{ HOST: '10.0.0.5' }, 'HOST: 10.0.0.5 can be reached'],
    [{ HOST: '::' }, 'HOST: :: can be reached'],
    [{ MQTT_HOST: '0.0.0.0' }, 'MQTT_HOST: 0.0.0.0 can be reached'],
    [{ TLS_CERT_FILE: '/a.pem' }, 'TLS_KEY_FILE: a certificate and its key'],
    [{ TLS_KEY_FILE: '/a.key' }, 'TLS_CERT_FILE: a certificate and its key'],
  ])('refuses to speak in the clear where others listen: %j', (env, sentence) => {
    expect(readConfig(env)).toMatchObject({ ok: false, sentence: expect.stringContaining(sentence) });
  });

  it.each([
    { HOST: '0.0.0.0', HTTPS: 'yes' },
    { HOST: '0.0.0.0', TRUSTED_PROXIES: '10.0.0.2' },
    { HOST: '0.0.0.0', HTTP_ALLOW_PLAIN: 'yes' },
    { HOST: 'localhost', MQTT_HOST: '127.0.0.2' },
    { MQTT_HOST: '0.0.0.0', MQTT_ALLOW_PLAIN: 'yes' },
    { MQTT_HOST: '0.0.0.0', MQTT_URL: 'mqtts://broker.example.vn' },
  ])('takes %j', (env) => {
    expect(readConfig(env).ok).toBe(true);
  });

  it('names everything that is wrong at once, and repeats no password', () => {
    const password = 'geheim'.repeat(50);
    const result = readConfig({ PORT: 'x', ADMIN_PASSWORD: password, LOG_LEVEL: 'x' });
    const sentence = result.ok ? '' : result.sentence;
    for (const name of ['PORT', 'ADMIN_PASSWORD', 'LOG_LEVEL']) expect(sentence).toContain(`${name}: `);
    expect(sentence).not.toContain('geheim');
  });
});
