import { type Sandbox, type SandboxOptions, startSandbox } from "@metermux/sandbox";
import {
  type ConnectionCapabilities,
  createUsage,
  type Usage,
  type UsageQuery,
  type UsageResult,
  type UsageRow,
} from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { amberfloSubject, portalSubject } from "./amberflo.js";
import { indexEvents } from "./events.js";
import type { Answer } from "./judge.js";
import { metronomeSubject } from "./metronome.js";
import type { Subject } from "./subject.js";
import { recordWire, type Wire } from "./wire.js";
import { wowzaVideoSubject } from "./wowza-video.js";

/** One connection over one world, and the witness of it. */
export interface Scene {
  readonly title: string;
  readonly subject: Subject;
  readonly usage: Usage;
  readonly wire: Wire;
  readonly sandbox: Sandbox;
  /** What the connection says that it answers. */
  readonly promises: ConnectionCapabilities;
}

export type Vendor = "metronome" | "amberflo" | "portal" | "video";

/** What a portal connection is told of the kinds of its meters; the rest it calls unknown. */
const told = { api_calls: "sum", input_tokens: "sum", settled: "sum", active_users: "unique" } as const;

/** Without a pace, and with waits before a retry that cost no time. */
const quick = { rate: false, baseDelayMs: 1, maxDelayMs: 2 } as const;

/** Starts a sandbox with one connection to it. */
export async function openScene(vendor: Vendor, options: SandboxOptions & { now: string }): Promise<Scene> {
  const sandbox = await startSandbox({ ...options, requestsPerSecond: false });
  const { world, connections } = sandbox;
  const events = indexEvents(world);
  const clock = { now: () => world.now };
  const { metronome: billing, amberflo: account, "amberflo-portal": portal, "wowza-video": video } = connections;
  const title = `${vendor} at ${options.now}`;
  if (vendor === "metronome") {
    const wire = recordWire(billing.baseUrl);
    const usage = createUsage({ metronome: metronome({ ...billing, ...quick, fetch: wire.fetch }) }, { clock });
    const { data } = await list(`${billing.baseUrl}/v1/billable-metrics?limit=100&include_archived=true`, {
      authorization: `Bearer ${billing.token}`,
    });
    const emptyWindows = options.metronome?.emptyWindows ?? "null";
    const subject = metronomeSubject(world, events, data, emptyWindows);
    return sceneOf({ title: `${title}, empty windows ${emptyWindows}`, subject, usage, wire, sandbox });
  }
  if (vendor === "video") {
    const wire = recordWire(video.baseUrl);
    const usage = createUsage({ video: wowzaVideo({ ...video, ...quick, fetch: wire.fetch }) }, { clock });
    return sceneOf({ title, subject: wowzaVideoSubject(world, events, video.customerId), usage, wire, sandbox });
  }
  const weeksFrom = options.amberflo?.weekStartsOn ?? "monday";
  const meters = await list(`${account.baseUrl}/meters`, { "x-api-key": account.apiKey });
  const subject = amberfloSubject(world, events, meters, weeksFrom);
  const wire = recordWire(account.baseUrl);
  const common = { ...quick, fetch: wire.fetch };
  const weeks = `${title}, weeks from ${weeksFrom}`;
  if (vendor === "amberflo") {
    const usage = createUsage({ amberflo: amberflo({ ...account, ...common }) }, { clock });
    return sceneOf({ title: weeks, subject, usage, wire, sandbox });
  }
  const usage = createUsage({ portal: amberfloPortal({ ...portal, ...common, meters: told }) }, { clock });
  return sceneOf({ title: weeks, subject: portalSubject(subject, portal.customerId, told), usage, wire, sandbox });
}

function sceneOf(parts: Omit<Scene, "promises">): Scene {
  const [promises] = parts.usage.capabilities();
  if (promises === undefined) throw new Error(`${parts.title} has no capabilities`);
  return { ...parts, promises };
}

/** A vendor's list as it is. */
async function list(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers });
  return response.json();
}

/** An answer with the report that came with it. */
export interface ReportedAnswer extends Answer {
  readonly report: UsageResult["report"];
}

/** Asks, and reads to the end. */
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
