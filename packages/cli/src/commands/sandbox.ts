import type { Command } from "commander";
import { CommandLineError, hasCode } from "../failure.js";
import { invocation } from "../formats/invocation.js";
import { commandLine, exportLines } from "../formats/shell-quote.js";
import { readEventsFile } from "../input/events-file.js";
import { once, wholeNumber } from "../input/option-parsers.js";
import { type Io, write } from "../io.js";
import type { CommandContext } from "./command.js";

/** The options of `metermux sandbox`, as commander reads them. */
export interface SandboxOptions {
  port?: number;
  seed?: number;
  now?: string;
  events?: string;
  lenient?: boolean;
}

/** Declares `metermux sandbox`. */
export function addSandbox(program: Command, { io }: CommandContext): void {
  program
    .command("sandbox")
    .description("run the vendors on this machine, with invented data or your own, until Ctrl-C")
    .option("--port <number>", "default any that is free", wholeNumber(0, 65_535))
    .option("--seed <number>", "which world", wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
    .option("--now <instant>", "the moment at which the world is seen; default the time of the start", once)
    .option(
      "--events <file>",
      "events of your own in place of invented ones: .csv, or a line of JSON each; - is stdin",
      once,
    )
    .option("--lenient", "answer whatever the vendors' specs let pass, by any credential, without rate limits")
    .action((options: SandboxOptions) => runSandbox(options, io));
}

/** `metermux sandbox`: the vendors on this machine until the signal aborts. */
async function runSandbox(options: SandboxOptions, io: Io): Promise<void> {
  const sandbox = await start(options, io);
  try {
    // In one write, so that a program that reads the first chunk has them all.
    await write(io.stdout, exportLines(sandbox.environment));
    await write(io.stderr, hint(sandbox, options, io));
    await aborted(io.signal);
  } finally {
    await sandbox.close();
  }
}

async function start({ port = 0, seed, now, events, lenient = false }: SandboxOptions, io: Io) {
  const { startSandbox } = await import("@metermux/sandbox");
  try {
    return await startSandbox({
      port,
      lenient,
      ...(seed !== undefined && { seed }),
      now: now ?? io.now(),
      ...(events !== undefined && { events: readEventsFile(events, io) }),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new CommandLineError(error.message, { cause: error });
    if (!hasCode(error, "EADDRINUSE")) throw error;
    throw new Error(`port ${port} of 127.0.0.1 is in use; give another with --port, or none`, { cause: error });
  }
}

type Started = Awaited<ReturnType<typeof start>>;

function hint({ origin, seed, now, world }: Started, { events }: SandboxOptions, { environment }: Io): string {
  const day = 86_400_000;
  const end = events === undefined ? Math.floor(now.getTime() / day) * day : lastDay(world) + day;
  const from = new Date(end - 7 * day).toISOString();
  const to = new Date(end).toISOString();
  const { customer, meter } = busiest(world, end - 7 * day, end);
  const command = invocation(environment);
  const range = ["--from", from.slice(0, 10), "--to", to.slice(0, 10), "--window", "day"];
  // Both connections know the meter.
  const both = ["--connection", "amberflo", "--connection", "amberflo-portal"];
  const origins = events === undefined ? "All its data is invented." : `Its usage is that of ${events}.`;
  const body = { window_size: "DAY", starting_on: from, ending_before: to, customer_ids: [customer] };
  return `
The sandbox listens at ${origin} until Ctrl-C (seed ${seed}, now ${now.toISOString()}). ${origins}
Paste the export lines above into another terminal, and then, for example:

  ${commandLine([...command, "query", ...both, ...range, "--meter", meter, "--customer", "total"])}

  ${commandLine([...command, "query", "--connection", "metronome", ...range, "--customer", customer])}

  curl -sS "$METRONOME_BASE_URL/v1/usage" -H "Authorization: Bearer $METRONOME_BEARER_TOKEN" \\
    -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'

`;
}

/** The customer with the most events of a range, and a meter that adds up most of its events: an example has numbers. */
function busiest(world: Started["world"], start: number, end: number): { customer: string; meter: string } {
  const counts = new Map<string, number>();
  for (const { customerId, type } of world.events({ start, end })) {
    const key = JSON.stringify([customerId, type]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const meterOf = (type: string) =>
    world.meters.find(({ eventType, measure: { kind } }) => eventType === type && (kind === "count" || kind === "sum"));
  const candidates = [...counts].flatMap(([key, count]) => {
    const [customer, type]: [string, string] = JSON.parse(key);
    const meter = meterOf(type)?.key;
    return meter === undefined ? [] : [{ customer, meter, count }];
  });
  const [first] = candidates.sort((left, right) => right.count - left.count);
  return first ?? { customer: world.customers[0]?.id ?? "", meter: world.meters[0]?.key ?? "" };
}

/** The UTC midnight before the last event, in milliseconds since 1970. */
function lastDay(world: Started["world"]): number {
  let last = world.start;
  for (const { timestamp } of world.events()) last = Math.max(last, timestamp);
  return Math.floor(last / 86_400_000) * 86_400_000;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
