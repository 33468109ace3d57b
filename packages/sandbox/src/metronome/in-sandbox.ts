import type { SandboxVendor } from "../server/sandbox-vendor.js";
import type { AggregationCase } from "./metrics.js";
import { metronome } from "./metronome.js";
import { metronomeRules } from "./rules.js";
import type { EmptyWindows, RowOffset } from "./usage.js";

// Constant, so that it can be written down.
const token = "sandbox-metronome-token";

/** Behaviour of Metronome that no source settles. */
export interface MetronomeVariants {
  /** How a window without events is answered. Default `null`: a row whose value is null. */
  readonly emptyWindows?: EmptyWindows;
  /** The letter case of a metric's aggregation. Default `upper`. */
  readonly aggregationCase?: AggregationCase;
  /** The form of UTC in the times of rows. Default `Z`. */
  readonly rowOffset?: RowOffset;
  /** The status for a wrong credential. Default 401. */
  readonly unauthorized?: 401 | 403;
}

/** How to reach Metronome. */
export interface MetronomeConnections {
  readonly metronome: { readonly baseUrl: string; readonly token: string };
}

/** Metronome as a vendor of the sandbox. */
export const metronomeInSandbox: SandboxVendor<MetronomeVariants, MetronomeConnections> = {
  rules: metronomeRules,
  make: ({ world, lenient, limit }, variants) =>
    metronome(world, { emptyWindows: "null", ...variants, token, limiter: limit(8), lenient }),
  connect: (origin) => ({ metronome: { baseUrl: `${origin}/metronome`, token } }),
  environment: ({ metronome: { baseUrl } }) => ({ METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl }),
};
