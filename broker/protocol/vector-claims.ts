import { type ClaimLink, formatClaimLink } from './claim.ts';
import { keyId, publicPart } from './signing.ts';
import { vectorKeys } from './vector-keys.ts';

/** Texts of QR codes, and what a receiver reads out of them; null for what it must refuse. */
export const claimLinkVectors = async () => {
  const rootKeyId = await keyId(publicPart(vectorKeys.root));
  const plain: ClaimLink = {
    origin: 'https://loa.example.gov.vn',
    code: 'K7QM-2XWD-9RTA-4HPV',
    rootKeyId,
    certificate: null,
  };
  const pinned: ClaimLink = { ...plain, origin: 'https://10.0.0.5:8443', certificate: 'A'.repeat(43) };
  const link = formatClaimLink(plain);
  return {
    claimLinks: [
      { text: link, expected: plain },
      { text: formatClaimLink(pinned), expected: pinned },
      { text: `${link}&later=1`, expected: plain },
      { text: link.replace('v=1', 'v=2'), expected: null },
      { text: link.replace(/&k=[^&]*/, ''), expected: null },
      { text: link.replace('https:', 'ftp:'), expected: null },
      { text: plain.code, expected: null },
    ],
  };
};
