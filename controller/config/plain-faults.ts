import { isLoopback } from '../domain/loopback.ts';

/**
 * What speaks without TLS where others can listen, unless somebody has said that this is meant, and half a
 * certificate. One sentence each, naming the variable.
 */
export const plainFaults = (wanted: {
  http: { host: string; isTls: boolean; allowPlain: boolean };
  /** A proxy that ends TLS stands in front of page and API. */
  hasProxy: boolean;
  mqtt: { host: string; allowPlain: boolean; isOff: boolean };
  certFile: string | undefined;
  keyFile: string | undefined;
}): string[] => {
  const { http, mqtt, hasProxy, certFile, keyFile } = wanted;
  const faults: string[] = [];
  if (!isLoopback(http.host) && !http.isTls && !hasProxy && !http.allowPlain)
    faults.push(
      `HOST: ${http.host} can be reached from the network, and passwords would cross it readable; set HTTPS=yes, or name the reverse proxy in TRUSTED_PROXIES, or say HTTP_ALLOW_PLAIN=yes.`,
    );
  if (!isLoopback(mqtt.host) && !mqtt.isOff && !mqtt.allowPlain)
    faults.push(
      `MQTT_HOST: ${mqtt.host} can be reached from the network, and secrets of receivers would cross it readable; set MQTTS_PORT=8883 and leave MQTT_HOST alone, or say MQTT_ALLOW_PLAIN=yes.`,
    );
  if ((certFile === undefined) !== (keyFile === undefined))
    faults.push(
      `${certFile === undefined ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE'}: a certificate and its key are named together or not at all.`,
    );
  return faults;
};
