// Asks Amberflo for several meters, by one batch or one after the other; prints the milliseconds that took.
import { createAmberflo, unwrap } from "@metermux/amberflo";

/** What the process is to do. */
export interface AmberfloTask {
  readonly connection: { readonly baseUrl: string; readonly apiKey: string };
  readonly meters: readonly string[];
  /** Seconds since 1970 UTC. */
  readonly start: number;
  readonly end: number;
  readonly way: "batch" | "one by one";
}

const { connection, meters, start, end, way }: AmberfloTask = JSON.parse(process.argv[2] ?? "");
const client = createAmberflo(connection);
const queries = meters.map((meterApiName) => ({
  meterApiName,
  timeGroupingInterval: "DAY" as const,
  timeRange: { startTimeInSeconds: start, endTimeInSeconds: end },
  groupBy: ["customerId"],
}));
const began = performance.now();
if (way === "batch") await unwrap(client.POST("/usage/batch", { body: queries }));
else for (const body of queries) await unwrap(client.POST("/usage", { body }));
process.stdout.write(`${performance.now() - began}\n`);
