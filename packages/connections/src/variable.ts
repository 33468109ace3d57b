/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An environment variable behind an option of a vendor's adapter. */
export interface Variable {
  name: string;
  /** Whether the connection cannot be opened without it. */
  required: boolean;
  /** Whether it is a credential, which must never be printed. */
  secret: boolean;
  /** What applies where it is not set, or how it is written. */
  about?: string | undefined;
}
