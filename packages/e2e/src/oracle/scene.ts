import { type Sandbox, type SandboxOptions, startSandbox } from "@metermux/sandbox";
import type { ConnectionCapabilities, Usage, UsageQuery, UsageResult, UsageRow } from "@metermux/usage";
import { openAmberflo, openPortal } from "./amberflo.js";
import { indexEvents } from "./events.js";
import type { OracleAnswer } from "./judge.js";
import { openMetronome } from "./metronome.js";
import type { Subject } from "./subject.js";
import type { Wire } from "./wire.js";
import { openVideo } from "./wowza-video.js";

/** One connection over one world, and its oracle. */
export interface Scene {
  readonly title: string;
  readonly subject: Subject;
  readonly usage: Usage;
  readonly wire: Wire;
  readonly sandbox: Sandbox;
  /** The capabilities of the connection. */
  readonly promises: ConnectionCapabilities;
}

// The registry of the oracle's subjects: the one file beside a subject's own that names it.
const subjects = { metronome: openMetronome, amberflo: openAmberflo, portal: openPortal, video: openVideo };

/** The name of a subject. */
export type Vendor = keyof typeof subjects;

/** Starts a sandbox with one connection to it. */
export async function openScene(vendor: Vendor, options: SandboxOptions & { now: string }): Promise<Scene> {
  const sandbox = await startSandbox({ ...options, requestsPerSecond: false });
  const { world } = sandbox;
  const settings = { clock: { now: () => world.now }, events: indexEvents(world), options };
  const { subject, usage, wire, about } = await subjects[vendor](sandbox, settings);
  const title = [`${vendor} at ${options.now}`, about ?? []].flat().join(", ");
  const [promises] = usage.capabilities();
  if (promises === undefined) throw new Error(`${title} has no capabilities`);
  return { title, subject, usage, wire, sandbox, promises };
}

/** An answer with the report that came with it. */
export interface ReportedAnswer extends OracleAnswer {
  readonly report: UsageResult["report"];
}

/** Runs a query and reads it to the end. */
export async function ask({ usage, wire }: Scene, query: UsageQuery): Promise<ReportedAnswer> {
  wire.clear();
  const result = usage.query(query);
  const rows: UsageRow[] = [];
  for await (const row of result) rows.push(row);
  const skipped = result.report.skipped.map(({ meterId }) => meterId);
  const remainders = new Map(
    result.report.remainders.flatMap(({ meterId, value }) => (value === null ? [] : [[meterId, value]])),
  );
  return { rows, skipped, sent: [...wire.sent], remainders, report: result.report };
}
