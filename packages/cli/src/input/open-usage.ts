import { openConnections } from "@metermux/connections";
import { createUsage, type Usage } from "@metermux/usage";
import type { Io } from "../io.js";

/** The connections that were named, or all that the environment configures, as one facade. */
export async function openUsage(names: readonly string[] | undefined, io: Io): Promise<Usage> {
  const providers = await openConnections(names, io.environment, io.transport);
  return createUsage(providers, { clock: { now: io.now } });
}
