export type SecondFactorRow = {
  userId: string;
  sealedSecret: string;
  /** Null until its owner has shown a code of it; until then it is asked for nowhere. */
  confirmedAt: number | null;
  /** The last time step (RFC 6238) whose code was used; codes of it and before are used up. */
  lastStep: number;
};

export type SecondFactorStore = Readonly<{
  get: (userId: string) => Promise<SecondFactorRow | null>;
  /** Users who have confirmed theirs. */
  confirmed: () => Promise<string[]>;
  put: (row: SecondFactorRow) => Promise<void>;
  /** False when this step or a later one was used before: exactly one caller gets true. */
  useStep: (userId: string, step: number) => Promise<boolean>;
  /** With its recovery codes. */
  remove: (userId: string) => Promise<void>;
  replaceRecoveryCodes: (userId: string, codeHashes: readonly string[]) => Promise<void>;
  /** False when it is not there any more: exactly one caller gets true. */
  takeRecoveryCode: (userId: string, codeHash: string) => Promise<boolean>;
  countRecoveryCodes: (userId: string) => Promise<number>;
}>;
