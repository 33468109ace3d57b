import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { Decimal } from "../world/decimal.js";
import { hash32 } from "../world/random.js";
import type { Account } from "./account.js";
import { limitsOf, readStorageRange } from "./range.js";

/** The bytes in storage from an instant on, in milliseconds since 1970 UTC. */
interface Level {
  readonly from: number;
  readonly recordings: Decimal;
  readonly vodStreams: Decimal;
}

/** GET /usage/storage/peak: rule `peak-storage`. */
export function readPeakStorage(account: Account, { query }: Call): Json {
  const range = readStorageRange(query, account.world.now);
  const levels = levelsUntil(account, range.end);
  // The level at the start of the range counts as well.
  const first = Math.max(
    0,
    levels.findLastIndex(({ from }) => from <= range.start),
  );
  const totals = levels.slice(first).map(({ recordings, vodStreams }) => recordings.plus(vodStreams));
  return { bytes: Decimal.max(...totals), limits: limitsOf(range) };
}

/** GET /usage/storage/current: rule `current-storage`. */
export function readCurrentStorage(account: Account): Json {
  const { recordings, vodStreams } = levelsUntil(account, account.world.now + 1).at(-1) ?? EMPTY;
  return { recording_bytes: recordings, vod_stream_bytes: vodStreams };
}

const EMPTY: Level = { from: Number.NEGATIVE_INFINITY, recordings: new Decimal(0), vodStreams: new Decimal(0) };

/** Every level before `end`, oldest first, beginning with nothing: rule `storage-samples`. */
function levelsUntil(account: Account, end: number): Level[] {
  const levels = [EMPTY];
  for (const { id, timestamp, properties } of account.events("storage_sample", { start: account.world.start, end })) {
    const bytes = new Decimal(properties.gigabytes ?? "0").times(1_000_000_000);
    const last = levels.at(-1) ?? EMPTY;
    const sampled = hash32("storage", id) % 2 === 0 ? { recordings: bytes } : { vodStreams: bytes };
    levels.push({ ...last, ...sampled, from: timestamp });
  }
  return levels;
}
