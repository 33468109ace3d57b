import type { Sandbox, SandboxOptions } from "../src/index.js";
import { startSandbox } from "../src/index.js";
import { readContract } from "../src/server/contract.js";
import { type CheckedResponse, readExactly, type Send, senderTo } from "./send.js";

/** A Sunday afternoon, so that the current day is neither empty nor over. */
export const NOW = "2026-03-15T13:37:00.000Z";

/** A row of usage, with its values as text, so that no digit is lost. */
export interface Row {
  readonly customer_id: string;
  readonly billable_metric_id: string;
  readonly billable_metric_name: string;
  readonly start_timestamp: string;
  readonly end_timestamp: string;
  readonly value: string | null;
  readonly groups?: Readonly<Record<string, string | null>>;
}

export interface Caller {
  readonly sandbox: Sandbox;
  readonly send: Send;
  usage(body: unknown, query?: string): Promise<CheckedResponse>;
  /** Every row of every page, with the number of pages. */
  walk(body: unknown): Promise<{ rows: Row[]; pages: Row[][] }>;
  /** The items of a list, page by page. */
  list(path: string): Promise<Record<string, unknown>[][]>;
  metricId(name: string): Promise<string>;
}

/** A sandbox at a fixed moment without a rate limit. Every answer is checked by the spec before the test sees it. */
export async function startCaller(options: SandboxOptions = {}): Promise<Caller> {
  const sandbox = await startSandbox({ now: NOW, requestsPerSecond: false, ...options });
  const { baseUrl, token } = sandbox.connections.metronome;
  const send = senderTo(baseUrl, { authorization: `Bearer ${token}` }, readContract("metronome"));
  const usage: Caller["usage"] = (body, query = "") => send("POST", `/v1/usage${query}`, body);
  const list: Caller["list"] = async (path) => {
    const pages: Record<string, unknown>[][] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `${path.includes("?") ? "&" : "?"}next_page=${cursor}`;
      const page = readPage<Record<string, unknown>>((await send("GET", path + query)).text);
      pages.push(page.data);
      cursor = page.next_page;
    }
    return pages;
  };
  return {
    sandbox,
    send,
    usage,
    list,
    walk: async (body) => {
      const pages: Row[][] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const answer: CheckedResponse = await usage(body, cursor === "" ? "" : `?next_page=${cursor}`);
        if (answer.status !== 200) throw new Error(answer.text);
        const page = readPage<Row>(answer.text);
        pages.push(page.data);
        cursor = page.next_page;
      }
      return { rows: pages.flat(), pages };
    },
    metricId: async (name) => {
      const metrics = (await list("/v1/billable-metrics?include_archived=true")).flat();
      return String(metrics.find((metric) => metric.name === name)?.id);
    },
  };
}

/** A page with its numbers as text. The page was checked by the spec, and the type is a part of it. */
export function readPage<Item>(text: string): { data: Item[]; next_page: string | null } {
  return readExactly(text);
}

/** Sums plain decimals with integers only, with twelve decimal places as in the world, and formats the sum as the vendor does. */
export function bruteForceSum(values: Iterable<string>): string | null {
  let total: bigint | null = null;
  for (const value of values) {
    const [whole = "0", fraction = ""] = value.replace("-", "").split(".");
    const scaled = BigInt(whole + fraction.padEnd(12, "0"));
    total = (total ?? 0n) + (value.startsWith("-") ? -scaled : scaled);
  }
  if (total === null) return null;
  const digits = String(total < 0n ? -total : total).padStart(13, "0");
  const text = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
  return total < 0n ? `-${text}` : text;
}
