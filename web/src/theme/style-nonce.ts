/** The security policy of this document allows style elements that carry it; empty where no policy was sent. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
