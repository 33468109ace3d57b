import { amberfloCustomerId } from "../src/amberflo/customers.js";
import type { Sandbox, SandboxOptions } from "../src/index.js";
import { startSandbox } from "../src/index.js";
import { readContract } from "../src/server/contract.js";
import type { UsageEvent } from "../src/world/event.js";
import { type CheckedResponse, readExactly, type Send, senderTo } from "./send.js";
import { NOW } from "./support.js";

/** A usage report with every number as text, except in the list of intervals. */
export interface Report {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly secondsSinceEpochIntervals: readonly number[];
  readonly clientMeters: readonly ClientMeter[];
}

export interface ClientMeter {
  readonly group: { readonly groupInfo: Readonly<Record<string, string>> };
  readonly groupValue: string;
  readonly values: readonly {
    readonly secondsSinceEpochUtc: string;
    readonly value: string;
    readonly percentageFromPrevious: string;
  }[];
}

export interface AmberfloCaller {
  readonly sandbox: Sandbox;
  readonly send: Send;
  /** Queries with the account's key. `body` overrides a query for three days of API calls by day. */
  usage(body: object): Promise<CheckedResponse>;
  /** Queries and returns the answer. @throws Error when it is refused */
  report(body: object): Promise<Report>;
  portal(body: unknown, token?: string): Promise<CheckedResponse>;
}

/** 00:00 UTC on a date, in seconds. */
export function seconds(date: string): number {
  return Date.parse(date) / 1000;
}

/** 2026-03-10 to 2026-03-13, by day. */
export const usageRequest = {
  meterApiName: "api_calls",
  aggregation: "SUM",
  timeGroupingInterval: "DAY",
  timeRange: { startTimeInSeconds: seconds("2026-03-10"), endTimeInSeconds: seconds("2026-03-13") },
};

/** All of the world, up to the end of the current day. */
export const wholeRange = {
  timeRange: { startTimeInSeconds: seconds("2025-12-15"), endTimeInSeconds: seconds("2026-03-16") },
};

/** Amberflo at a fixed moment without a rate limit. */
export async function startAmberflo(options: SandboxOptions = {}): Promise<AmberfloCaller> {
  const sandbox = await startSandbox({ now: NOW, requestsPerSecond: false, ...options });
  const { baseUrl, apiKey } = sandbox.connections.amberflo;
  const send = senderTo(baseUrl, { "x-api-key": apiKey }, readContract("amberflo"));
  const usage: AmberfloCaller["usage"] = (body) => send("POST", "/usage", { ...usageRequest, ...body });
  return {
    sandbox,
    send,
    usage,
    report: async (body) => {
      const answer = await usage(body);
      if (answer.status !== 200) throw new Error(answer.text);
      return readExactly<Report>(answer.text);
    },
    portal: (body, token = sandbox.connections["amberflo-portal"].sessionToken) =>
      send("POST", "/customer-portal/usage-batch", body, { "x-api-key": `Session ${token}` }),
  };
}

/** The events of a stream in [start, end), in milliseconds, filtered from all events. */
export function eventsIn(sandbox: Sandbox, type: string, start: number, end: number): UsageEvent[] {
  return [...sandbox.world.events()].filter(
    (event) => event.type === type && event.timestamp >= start && event.timestamp < end,
  );
}

/** The customerId at Amberflo, by the world's id. */
export function amberfloIds(sandbox: Sandbox): ReadonlyMap<string, string> {
  return new Map(sandbox.world.customers.map((customer) => [customer.id, amberfloCustomerId(customer)]));
}
