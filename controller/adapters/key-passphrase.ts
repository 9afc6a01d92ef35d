import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** systemd hands credentials over as files in a folder that only the service can read (systemd.exec, Credentials). */
const credentialName = 'key-passphrase';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** What is too short to protect anything is taken for a mistake. */
const fewestCharacters = 12;

/**
 * The passphrase of the key files, from a file: what stands in the environment or among the arguments can be read by
 * every program on the machine. Null when none is given.
 *
 * @throws Error when the named file cannot be read, or holds too little
 */
export const readKeyPassphrase = async (from: {
  file: string | null;
  credentialsDirectory: string | null;
}): Promise<string | null> => {
  const { file, credentialsDirectory } = from;
  const path = file ?? (credentialsDirectory && join(credentialsDirectory, credentialName));
  if (!path) return null;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (file === null && isMissing(error)) return null;
    throw new Error(
      `The file of the key passphrase cannot be read: ${path}. Without it protected keys stay closed.`,
      { cause: error },
    );
  }
  // An editor ends the last line; the passphrase is the line.
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase.length < fewestCharacters || passphrase.includes('\n')) {
    throw new Error(
      `The key passphrase in ${path} must be one line of at least ${fewestCharacters} characters.`,
    );
  }
  return passphrase;
};
