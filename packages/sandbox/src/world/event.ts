/** One usage event as it was ingested. Every value is text, as the vendors require, so that no digit is lost. */
export interface UsageEvent {
  /** Unique in the world and the same at every `now`. */
  readonly id: string;
  /** The id of the customer, never an alias. */
  readonly customerId: string;
  /** The event stream, for example `api_call`. */
  readonly type: string;
  /** When the usage happened, in milliseconds since 1970 UTC. */
  readonly timestamp: number;
  /** When the vendor received it, in milliseconds since 1970 UTC; never before `timestamp`, sometimes days after it. */
  readonly receivedAt: number;
  /** Dimensions and measured values; measured values are plain decimal text. */
  readonly properties: Readonly<Record<string, string>>;
}
