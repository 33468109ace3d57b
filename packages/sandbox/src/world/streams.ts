import type { Customer, CustomerSize } from "./customers.js";
import type { Random } from "./random.js";

/** How one kind of event is generated. */
export interface Stream {
  readonly type: string;
  /** Events on an ordinary day. */
  readonly perDay: Readonly<Record<CustomerSize, number>>;
  /** The properties that hold measured numbers: a zero event has them at 0, a correction has them negated. */
  readonly measures: readonly string[];
  /** Whether negative corrections are sent. */
  readonly corrected: boolean;
  /** Dimensions that some events lack, so that groups do not add up to the total. */
  readonly optional: readonly string[];
  properties(random: Random, customer: Customer): Record<string, string>;
}

const regions = ["us-east", "us-west", "eu-central", "ap-south"] as const;
const models = ["tern-1", "tern-1-mini", "heron-2", "heron-2-long", "wren-embed"] as const;
const endpoints = ["/search", "/items", "/items/{id}", "/batch", "/export", "/login", "/upload", "/status"] as const;

export const streams: readonly Stream[] = [
  {
    type: "api_call",
    perDay: { small: 8, medium: 36, large: 260 },
    measures: ["latency_ms"],
    corrected: false,
    optional: ["region", "api_key"],
    properties: (random, customer) => ({
      api_key: apiKey(random, customer),
      endpoint: random.pick(endpoints),
      region: random.pick(regions),
      user: `user-${random.integer(1, customer.apiKeys * 3)}`,
      latency_ms: decimalText(random, 1, 2_000, random.pick([0, 3, 6])),
    }),
  },
  {
    type: "token_use",
    perDay: { small: 6, medium: 24, large: 120 },
    measures: ["input_tokens", "output_tokens"],
    corrected: true,
    optional: ["model", "region"],
    properties: (random, customer) => ({
      api_key: apiKey(random, customer),
      model: random.pick(models),
      region: random.pick(regions),
      input_tokens: String(random.integer(1, 120_000)),
      output_tokens: String(random.integer(0, 8_000)),
    }),
  },
  {
    type: "compute",
    perDay: { small: 4, medium: 12, large: 40 },
    measures: ["core_hours"],
    corrected: true,
    optional: ["region"],
    properties: (random) => ({
      region: random.pick(regions),
      core_hours: decimalText(random, 0, 48, random.pick([0, 2, 6, 9, 12])),
    }),
  },
  {
    type: "storage_sample",
    perDay: { small: 8, medium: 16, large: 24 },
    measures: ["gigabytes"],
    corrected: false,
    optional: [],
    properties: (random) => ({
      region: random.pick(regions),
      gigabytes: decimalText(random, 0, 90_000, random.pick([0, 3, 9])),
    }),
  },
  {
    type: "video_view",
    perDay: { small: 5, medium: 20, large: 60 },
    measures: ["bytes", "seconds"],
    corrected: false,
    optional: ["region"],
    properties: (random, customer) => ({
      resource: random.pick(["transcoders", "vod_streams"]),
      region: random.pick(regions),
      viewer: `viewer-${random.integer(1, customer.apiKeys * 40)}`,
      bytes: String(random.integer(250_000, 900_000_000_000)),
      seconds: String(random.integer(1, 14_400)),
    }),
  },
  {
    type: "video_egress",
    perDay: { small: 2, medium: 6, large: 12 },
    measures: ["bytes", "seconds"],
    corrected: false,
    optional: [],
    properties: (random) => ({
      resource: random.pick(["transcoders", "vod_streams"]),
      target: random.pick(["primary", "primary", "additional"]),
      bytes: String(random.integer(1_000_000, 4_000_000_000_000)),
      seconds: String(random.integer(1, 36_000)),
    }),
  },
  {
    // A day of these adds up far beyond 2^53 with significant digits at both ends.
    type: "settlement",
    perDay: { small: 3, medium: 6, large: 12 },
    measures: ["amount"],
    corrected: true,
    optional: ["currency"],
    properties: (random) => ({
      currency: random.pick(["EUR", "USD", "JPY"]),
      amount: decimalText(random, 2_000_000_000_000_000, 9_000_000_000_000_000, random.pick([0, 4, 12])),
    }),
  },
];

function apiKey(random: Random, customer: Customer): string {
  const number = random.integer(1, customer.apiKeys);
  return `key_${customer.id.slice(0, 8)}_${String(number).padStart(3, "0")}`;
}

/** Plain decimal text with exactly `places` digits after the point. */
function decimalText(random: Random, from: number, to: number, places: number): string {
  const whole = String(random.integer(from, to));
  if (places === 0) return whole;
  const fraction = random.integer(1, 10 ** places - 1);
  return `${whole}.${String(fraction).padStart(places, "0")}`;
}
