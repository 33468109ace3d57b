import { Hono } from "hono";
import { readContract } from "../server/contract.js";
import { type Limiter, slidingWindow } from "../server/limiter.js";
import { mountVendor } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import { createWorld, type World } from "../world/world.js";
import type { Variants } from "./variants.js";
import { wowzaVideo } from "./wowza-video.js";

/** A Sunday afternoon, half a month after the last billing date. */
export const NOW = "2026-03-15T13:37:00.000Z";

/** An answer with its counters as text, so that no digit is lost. It was checked by the spec, and the type is a part of it. */
export interface Usage {
  readonly account: Account;
  readonly limits: { readonly resources: readonly string[]; readonly from: string; readonly to: string };
}

export interface Account {
  readonly id: string;
  readonly viewing_seconds: string;
  readonly avg_viewing_seconds: string;
  readonly viewing_bytes: string;
  readonly egress_seconds: string;
  readonly egress_seconds_additional_targets: string;
  readonly egress_bytes: string;
  readonly trend?: readonly Point[];
}

export interface Point {
  readonly sampled_at: string;
  readonly viewing_seconds: string;
  readonly viewing_bytes: string;
}

export interface Got {
  readonly status: number;
  readonly rule: string | null;
  readonly text: string;
}

export interface Caller {
  readonly world: World;
  readonly customerId: string;
  /** Sends a request to a path under the vendor's prefix. */
  send(method: string, path: string, headers?: Record<string, string>): Promise<Response>;
  /** GET of a path of the contract. */
  get(path: string, query?: Record<string, string>): Promise<Got>;
  /** The same; throws for a refusal. Its numbers are text. */
  read<Body>(path: string, query?: Record<string, string>): Promise<Body>;
  /** GET /usage/account. */
  ask(query: Record<string, string>): Promise<Got>;
  /** The same; throws for a refusal. */
  usage(query: Record<string, string>): Promise<Usage>;
  /** The customer's events of one stream, with bounds as in a query: the hour that starts at `to` is excluded. */
  events(type: string, from: string, to: string): UsageEvent[];
}

export function createCaller(
  options: {
    readonly now?: string;
    readonly limiter?: Limiter;
    readonly quiet?: boolean;
    readonly variants?: Partial<Variants>;
    readonly clock?: () => number;
  } = {},
): Caller {
  const world = createWorld({ seed: 7, now: Date.parse(options.now ?? NOW) });
  const account = world.customers.find(({ apiKeys, eventTypes }) =>
    options.quiet ? eventTypes.length === 0 : apiKeys > 200,
  );
  const customerId = account?.id ?? "";
  const app = new Hono();
  const { limiter = () => true, variants = {}, clock = () => 0 } = options;
  mountVendor(app, wowzaVideo(world, { token: "t", limiter, customerId, variants, clock }));
  const operations = readContract("wowza-video");

  const send: Caller["send"] = async (method, path, headers = { authorization: "Bearer t" }) =>
    app.request(`/wowza-video/api/v2.0${path}`, { method, headers });
  const get: Caller["get"] = async (path, query = {}) => {
    const response = await send("GET", `${path}?${new URLSearchParams(query)}`);
    const text = await response.text();
    const template = [path, path.replace(/[^/]+$/, "{id}")];
    const operation = operations.find((candidate) => template.includes(candidate.path));
    const problem = operation?.judgeResponse(response.status, JSON.parse(text));
    if (problem !== null) throw new Error(`The answer breaks the spec: ${problem}`);
    return { status: response.status, rule: response.headers.get("x-sandbox-rule"), text };
  };
  const read: Caller["read"] = async (path, query) => {
    const { status, text } = await get(path, query);
    if (status !== 200) throw new Error(text);
    return JSON.parse(text.replaceAll(/":(\d+)(?=[,}])/g, '":"$1"'));
  };
  return {
    world,
    customerId,
    send,
    get,
    read,
    ask: (query) => get("/usage/account", query),
    usage: (query) => read("/usage/account", query),
    events: (type, from, to) => {
      const filter = { customerId, type, start: Date.parse(`${from}Z`), end: Date.parse(`${to}Z`) };
      return [...world.events(filter)];
    },
  };
}

/** A limiter that lets `count` requests pass in a second that never ends. */
export function passes(count: number): Limiter {
  return slidingWindow(count, () => 0);
}

/** Sums a property with integers only, and formats the sum as the vendor does. */
export function bruteForceSum(events: readonly UsageEvent[], property: string): string {
  return String(events.reduce((total, { properties }) => total + BigInt(properties[property] ?? "0"), 0n));
}
