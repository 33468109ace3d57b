import type { SandboxOptions } from "@metermux/sandbox";
import { createUsage, type UsageRow } from "@metermux/usage";
import { openConnections } from "./connections.js";
import { type Asked, chooseCustomers, introduction, reproduction } from "./demo-text.js";
import { type Io, write } from "./io.js";
import { summarize } from "./summary.js";
import { renderSummary } from "./summary-table.js";

const day = 86_400_000;
const days = 7;

/**
 * `metermux demo`: the last whole days of a sandbox, asked through the facade over real sockets.
 *
 * @param limits the sandbox's rate limit, where it is not the vendor's; for tests.
 */
export async function runDemo(io: Io, limits: Pick<SandboxOptions, "requestsPerSecond"> = {}): Promise<void> {
  const { startSandbox } = await import("@metermux/sandbox");
  const sandbox = await startSandbox({ ...limits, now: io.now() });
  try {
    const end = Math.floor(sandbox.now.getTime() / day) * day;
    const starts = Array.from({ length: days }, (_, index) => new Date(end - (days - index) * day).toISOString());
    const customers = chooseCustomers(sandbox.world.customers);
    const asked: Asked = {
      seed: sandbox.seed,
      now: sandbox.now.toISOString(),
      from: new Date(end - days * day).toISOString().slice(0, 10),
      to: new Date(end).toISOString().slice(0, 10),
      days,
      customers,
      knownCustomers: sandbox.world.customers.length,
    };
    await write(io.stdout, introduction(asked));
    const providers = await openConnections(["metronome"], sandbox.environment, io.transport);
    const usage = createUsage(providers, { clock: { now: () => sandbox.now.getTime() } });
    const ids = customers.map(({ id }) => id);
    const rows: UsageRow[] = [];
    const answer = usage.query({ customers: ids, start: asked.from, end: asked.to, window: "day", signal: io.signal });
    for await (const row of answer) rows.push(row);
    const lines = summarize(rows, starts);
    const largest = lines.find(({ value }) => value !== null && Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER);
    await write(io.stdout, renderSummary(lines, customers.length) + reproduction(asked, rows.length, largest));
  } finally {
    await sandbox.close();
  }
}
