import type { PrivateKeyJwk } from './signing.ts';

/** Keys of the test vectors. Their secrets are published here: never use them for anything else. */
export const vectorKeys = {
  root: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'F9IGJ5oZrHBJMgU2j_rXXGcN1NuV5f6Ik18DCpw19Hw',
    d: 'k3CyorIfDlHMDxBE8tyTOk28Y1b9vfz9Zy93kwGk4I4',
  },
  signing: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: '49TunXjZdy2e_Fch7JsRm7H88rchC_PGmqo7t_CoTNg',
    d: 'MNCJDZze-e3OgvsYOhWQ4vIyTV2gtiQ_4zBR9iwZNn0',
  },
  /** Follows on `signing`. */
  next: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'QdfyeRb1qgxG_yrVZN2sIxTNC410pwsJ1UEjDm66q8c',
    d: 'dtoqkcil0uDJCqbN82Mmt_J3ZfeD4YqiBP2gmrSGqK4',
  },
  stranger: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'J0wFs-5V7aZe7rYDmYEXQ7TtmMu9n8OOHkU6zL_18O8',
    d: 'FraYfqXMvNYdnoSyMvzH6NbCuykBvDR3xaNp_0Be1jA',
  },
  device: {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'Qk27wyzslI-smhMvckMp_zSRtpVVVYccCZBQi1OMJdk',
    d: 'XXKMA9ytOXfLJF-wz0g9jdV3cnTBOPRIBEVmwTkGxc0',
  },
} as const satisfies Record<string, PrivateKeyJwk>;

/** 05:00 in Vietnam on Monday 5 June 2023: 2023-06-04T22:00:00Z. */
export const fiveOClock = 1_685_916_000_000;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
