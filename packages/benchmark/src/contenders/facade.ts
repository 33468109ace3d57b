import { createUsage } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import type { Contender } from "./contender.js";

/** The facade: normalized rows with every digit, names looked up. */
export const facadeOver =
  (fetch?: (request: Request) => Promise<Response>): Contender =>
  async ({ connection, start, end, customers, paced }, take) => {
    const options = { ...connection, ...(fetch && { fetch }), ...(paced ? {} : { rate: false as const }) };
    const usage = createUsage({ billing: metronome(options) });
    const named = customers && { customers };
    for await (const row of usage.query({ start, end, window: "day", maxRequests: 1_000_000, ...named })) {
      take(row.value);
    }
  };

export const read = facadeOver();
