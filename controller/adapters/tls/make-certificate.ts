import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';

export type CertificateWish = Readonly<{
  /** Common name; names of hosts go into `hosts`. */
  subject: string;
  /** PEM, P-256. */
  key: string;
  /** Who vouches; null for an authority that vouches for itself. */
  issuer: Readonly<{ subject: string; key: string }> | null;
  /** Host names and addresses, for a server; empty for an authority. */
  hosts: readonly string[];
  notBefore: Date;
  notAfter: Date;
}>;

const nameOf = (text: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: commonName, value: new AttributeValue({ utf8String: text }) }),
    ]),
  ]);

const publicKeyOf = (key: string): SubjectPublicKeyInfo =>
  AsnConvert.parse(
    createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' }),
    SubjectPublicKeyInfo,
  );

/** RFC 5280, 4.2.1.2, method 1. */
const keyIdOf = ({ subjectPublicKey }: SubjectPublicKeyInfo): OctetString =>
  new OctetString(createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest());

const extension = (extnID: string, critical: boolean, value: unknown): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

const alternativeName = (host: string): GeneralName =>
  isIP(host) === 0 ? new GeneralName({ dNSName: host }) : new GeneralName({ iPAddress: host });

const extensionsOf = (wish: CertificateWish, own: SubjectPublicKeyInfo, issuing: SubjectPublicKeyInfo) => {
  const isAuthority = wish.issuer === null;
  const usage = isAuthority
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature;
  const issuerId = new KeyIdentifier(keyIdOf(issuing));
  return new Extensions([
    extension(
      id_ce_basicConstraints,
      true,
      isAuthority ? new BasicConstraints({ cA: true, pathLenConstraint: 0 }) : new BasicConstraints(),
    ),
    extension(id_ce_keyUsage, true, new KeyUsage(usage)),
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdOf(own))),
    extension(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier: issuerId })),
    ...(isAuthority
      ? []
      : [
          extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
          extension(id_ce_subjectAltName, false, new SubjectAlternativeName(wish.hosts.map(alternativeName))),
        ]),
  ]);
};

/** Positive, and unlikely to come twice (RFC 5280, 4.1.2.2). */
const serialNumber = (): ArrayBuffer => {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
};

const toPem = (der: ArrayBuffer): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

/** An X.509 certificate (RFC 5280) with ECDSA on P-256, as PEM. */
export const makeCertificate = (wish: CertificateWish): string => {
  const own = publicKeyOf(wish.key);
  const issuerKey = wish.issuer?.key ?? wish.key;
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: nameOf(wish.issuer?.subject ?? wish.subject),
    subject: nameOf(wish.subject),
    validity: new Validity({ notBefore: wish.notBefore, notAfter: wish.notAfter }),
    subjectPublicKeyInfo: own,
    extensions: extensionsOf(wish, own, publicKeyOf(issuerKey)),
  });
  const signatureValue = new Uint8Array(
    sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuerKey),
  ).buffer;
  return toPem(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue })),
  );
};
