/** The way to a syslog receiver. */
export type SyslogSink = Readonly<{
  /** Longer messages do not get through. */
  mostBytes: number;
  /**
   * Settles when the messages have left this process; connects first where that is needed. Fails when they could
   * not leave.
   */
  send: (messages: readonly Uint8Array[]) => Promise<void>;
  /** True once after a connection broke: what left of late may not have arrived. */
  takeLoss: () => boolean;
  /** Ends the connection in order; true when all that was sent has arrived, as far as can be known. */
  close: () => Promise<boolean>;
}>;
