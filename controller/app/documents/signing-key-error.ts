export type SigningKeyFault =
  | 'SigningKey_Unreadable'
  | 'SigningKey_Missing'
  | 'SigningKey_WrongPassphrase'
  | 'SigningKey_PassphraseMissing'
  | 'SigningKey_RootMismatch'
  | 'SigningKey_NoneValid';

/** A key that a person has to see to. The sentence names the file and never what is in it. */
export class SigningKeyError extends Error {
  readonly code: SigningKeyFault;

  constructor(code: SigningKeyFault, sentence: string) {
    super(sentence);
    this.name = 'SigningKeyError';
    this.code = code;
  }
}
