/** A meter over an event stream, before a vendor assigns its id. */
export interface Meter {
  /** The same in every world, for example `input_tokens`. */
  readonly key: string;
  readonly name: string;
  /** The event stream that it reads. */
  readonly eventType: string;
  readonly measure: Measure;
  /** The dimensions that usage may be grouped and filtered by, one at a time. The sandbox's own meters define them per vendor. */
  readonly dimensions?: readonly string[];
  /** For example `tokens`. */
  readonly unit?: string;
}

/** How events are aggregated. All except `count` skip events without the property. */
export type Measure =
  | { readonly kind: "count" }
  | { readonly kind: "sum" | "min" | "max" | "latest" | "unique"; readonly property: string }
  /** The sum of several properties, each multiplied by a whole number. */
  | { readonly kind: "weighted-sum"; readonly weights: Readonly<Record<string, string>> };

/** The meters of every world. */
export const meters: readonly Meter[] = [
  { key: "api_calls", name: "API calls", eventType: "api_call", measure: { kind: "count" } },
  {
    key: "peak_latency",
    name: "Peak latency (ms)",
    eventType: "api_call",
    measure: { kind: "max", property: "latency_ms" },
  },
  { key: "active_users", name: "Active users", eventType: "api_call", measure: { kind: "unique", property: "user" } },
  {
    key: "input_tokens",
    name: "Input tokens",
    eventType: "token_use",
    measure: { kind: "sum", property: "input_tokens" },
  },
  {
    key: "output_tokens",
    name: "Output tokens",
    eventType: "token_use",
    measure: { kind: "sum", property: "output_tokens" },
  },
  {
    key: "weighted_tokens",
    name: "Weighted tokens",
    eventType: "token_use",
    measure: { kind: "weighted-sum", weights: { input_tokens: "1", output_tokens: "4" } },
  },
  { key: "core_hours", name: "Core hours", eventType: "compute", measure: { kind: "sum", property: "core_hours" } },
  {
    key: "stored",
    name: "Stored data (GB)",
    eventType: "storage_sample",
    measure: { kind: "latest", property: "gigabytes" },
  },
  {
    key: "viewing_bytes",
    name: "Video delivered (bytes)",
    eventType: "video_view",
    measure: { kind: "sum", property: "bytes" },
  },
  {
    key: "viewing_seconds",
    name: "Video watched (seconds)",
    eventType: "video_view",
    measure: { kind: "sum", property: "seconds" },
  },
  {
    key: "settled",
    name: "Settled amount (micro-units)",
    eventType: "settlement",
    measure: { kind: "sum", property: "amount" },
  },
];
