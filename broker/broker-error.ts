export type BrokerErrorCode = 'Broker_InvalidTopic' | 'Broker_EmptyRetained' | 'Broker_AlreadyStarted';

/** A misuse of the broker by the program it is embedded in. */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode;

  constructor(code: BrokerErrorCode, message: string) {
    super(message);
    this.name = 'BrokerError';
    this.code = code;
  }
}
