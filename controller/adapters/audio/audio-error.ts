/** A fault of the installation, not of the file: `Audio_NoFfmpeg`. The message is for the person in charge. */
export class AudioError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AudioError';
    this.code = code;
  }
}
