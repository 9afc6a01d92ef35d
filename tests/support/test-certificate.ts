/**
 * A self-signed certificate for localhost and its key, for tests alone; valid for a hundred years.
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
 *   -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1
 */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrN4LrfdezIy7Gfv9
lhrgntoZl1asvFvXXMiN2GSvr4yhRANCAAT3yEwVVDukl79KaaHVyIlV4DSmgQTf
s5Aq8XaBEAKU0sfNjzDKke87F9cH/iqvgLJnbqkX/dkdVYA0VB1603W3
-----END PRIVATE KEY-----\n`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUGWifWhzS99fhYseiTQB7640zmyUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIzMjcxNFoYDzIxMjYxMDI4
MjMyNzE0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT3yEwVVDukl79KaaHVyIlV4DSmgQTfs5Aq8XaBEAKU0sfNjzDKke87
F9cH/iqvgLJnbqkX/dkdVYA0VB1603W3o28wbTAdBgNVHQ4EFgQUk/IuZ7vf/Sv7
Y1p/V1CmSRYgJD0wHwYDVR0jBBgwFoAUk/IuZ7vf/Sv7Y1p/V1CmSRYgJD0wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAK0J7ctO+qH95ibCfKFk0MlDug/CvHy54gq+gQNlGE/mAiBC
I1B3rU5v1KT9kcItL2BhjYTUhmV+qWwZPGEQk36wEA==
-----END CERTIFICATE-----\n`,
} as const;
