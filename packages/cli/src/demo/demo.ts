import { connectionNames, openConnections } from "@metermux/connections";
import type { Sandbox, SandboxOptions } from "@metermux/sandbox";
import { createUsage, type Provider, type UsageRow } from "@metermux/usage";
import { invocation } from "../formats/invocation.js";
import { type Io, write } from "../io.js";
import { groupByMeasured, judge, type SameThing } from "./agreement.js";
import { legend, renderComparison } from "./comparison-table.js";
import { chooseCustomers, demoQueries, toUsageQuery } from "./demo-queries.js";
import { type Asked, introduction, reproduction } from "./demo-text.js";
import { byMeter, readerOf } from "./measured.js";
import { seriesOf, totalsOf } from "./series.js";

const day = 86_400_000;
const days = 7;

/**
 * `metermux demo`: the last whole days of a sandbox's vendors, asked all at once through the facade over real sockets.
 *
 * @param limits the sandbox's rate limit, where it is not the vendors'; for tests.
 * @throws Error when vendors that measure the same events do not say the same.
 */
export async function runDemo(io: Io, limits: Pick<SandboxOptions, "requestsPerSecond"> = {}): Promise<void> {
  const { startSandbox } = await import("@metermux/sandbox");
  const sandbox = await startSandbox({ ...limits, now: io.now() });
  const stop = new AbortController();
  try {
    await show(sandbox, io, AbortSignal.any([io.signal, stop.signal]));
  } finally {
    stop.abort();
    await sandbox.close();
  }
}

async function show(sandbox: Sandbox, io: Io, signal: AbortSignal): Promise<void> {
  const asked = askedOf(sandbox);
  const { customers } = asked;
  await write(io.stdout, introduction(asked));
  const { providers, portalMeters } = await connect(sandbox, io, signal);
  const usage = createUsage(providers, { clock: { now: () => sandbox.now.getTime() } });
  const questions = demoQueries(customers, portalMeters);
  const answers = await Promise.all(
    questions.map(async (question) => {
      const rows: UsageRow[] = [];
      for await (const row of usage.query({ ...toUsageQuery(question, asked), signal })) rows.push(row);
      return { question, rows };
    }),
  );

  const shared = sandbox.account;
  const read = readerOf(sandbox.world, shared);
  const series = answers.flatMap(({ question, rows }) => {
    const own = seriesOf(rows, read, startsOf(asked));
    return question.customers === undefined ? own : [...totalsOf(own), ...own];
  });
  // The sort is stable: what is measured in the world's order, totals first, connections as they were asked.
  const things = groupByMeasured(series.sort(byMeter(sandbox.world)));
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  const covers = ({ customerId }: SameThing) =>
    customerId === null ? `all ${customers.length}` : (names.get(customerId) ?? customerId);
  const { comparable, agreeing, text } = judge(things, covers);
  const rows = answers.reduce((sum, answer) => sum + answer.rows.length, 0);
  const command = invocation(io.environment);
  const large = series.find(({ connection, value }) => connection === "amberflo" && Number(value) > 2 ** 53);
  await write(io.stdout, renderComparison(things, shared, covers) + legend + text);
  await write(io.stdout, reproduction(asked, questions, { rows, largeMeter: large?.key, command }));
  if (agreeing < comparable)
    throw new Error(`the connections differ on ${comparable - agreeing} of ${comparable} sums`);
}

/** What is asked of a sandbox: its last whole days. */
function askedOf({ seed, now, world, account }: Sandbox): Asked {
  const end = Math.floor(now.getTime() / day) * day;
  return {
    seed,
    now: now.toISOString(),
    from: new Date(end - days * day).toISOString().slice(0, 10),
    to: new Date(end).toISOString().slice(0, 10),
    days,
    customers: chooseCustomers(world.customers, account),
    knownCustomers: world.customers.length,
  };
}

function startsOf({ from }: Asked): string[] {
  return Array.from({ length: days }, (_, index) => new Date(Date.parse(from) + index * day).toISOString());
}

/** The sandbox's connections. A portal session cannot list meters: the account's key tells which there are. */
async function connect(sandbox: Sandbox, io: Io, signal: AbortSignal) {
  const listing = connectionNames.filter((name) => name !== "amberflo-portal");
  const opened = await openConnections(listing, sandbox.environment, io.transport);
  const known = (await opened.amberflo?.meters(undefined, signal)) ?? [];
  const meters = Object.fromEntries(known.map(({ id, aggregation }) => [id, aggregation]));
  const { amberfloPortal } = await import("@metermux/usage/amberflo");
  const { baseUrl, sessionToken } = sandbox.connections["amberflo-portal"];
  const portal = amberfloPortal({ ...io.transport, baseUrl, sessionToken, meters });
  const providers: Record<string, Provider> = { ...opened, "amberflo-portal": portal };
  return { providers, portalMeters: Object.keys(meters) };
}
