import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { metricsOf } from "../metronome/metrics.js";
import { metronome } from "../metronome/metronome.js";
import { refuse } from "../metronome/rules.js";
import { writeJson } from "../server/json.js";
import { tokenBucket } from "../server/limiter.js";
import { bind } from "../server/listen.js";
import { Refusal } from "../server/refusal.js";
import { mountVendor } from "../server/vendor.js";
import { type PreparedPagesOptions, readOptions } from "./options.js";
import { usagePages } from "./usage-pages.js";
import { preparedWorld } from "./world.js";

/** A server of prepared pages of Metronome's usage. */
export interface PreparedPages {
  readonly connection: { readonly baseUrl: string; readonly token: string };
  /** The requests so far, and how many of them were refused by the rate limit. */
  counts(): Promise<PreparedCounts>;
  /** Stops listening and closes open connections. */
  close(): Promise<void>;
}

export interface PreparedCounts {
  readonly requests: number;
  readonly rateLimited: number;
}

const TOKEN = "sandbox-metronome-token";
const USAGE = "/metronome/v1/usage";

/**
 * Starts a Metronome on 127.0.0.1 for benchmarks of clients: any number of rows for the cost of copying bytes, in constant
 * memory. Customers and meters are listed by the same code as in {@link startSandbox}, and usage keeps its rules. There
 * are no groups and no faults. {@link preparedTruth} returns the expected row count and sum.
 *
 * @throws RangeError for invalid options
 * @throws Error when the port is in use (code `EADDRINUSE`)
 */
export async function startPreparedPages(options: PreparedPagesOptions = {}): Promise<PreparedPages> {
  const { pageRows, latencyMs, rate, port, ...size } = readOptions(options);
  const world = preparedWorld(size);
  const bucket = rate === false ? () => true : tokenBucket(rate.perSecond, rate.burst, () => performance.now());
  const counts = { requests: 0, rateLimited: 0 };
  const limiter = (): boolean => {
    const passes = bucket();
    if (!passes) counts.rateLimited += 1;
    return passes;
  };
  const vendor = metronome(world, { token: TOKEN, limiter, emptyWindows: "null" });
  const operation = vendor.operations.find(({ key }) => key === "POST /v1/usage");
  if (operation === undefined) throw new Error("POST /v1/usage is not in the spec");
  const pages = usagePages(world, metricsOf(world), operation, pageRows);
  const app = new Hono();
  mountVendor(app, vendor);
  const others = getRequestListener(app.fetch, { overrideGlobalObjects: false });

  async function answerUsage(incoming: IncomingMessage, outgoing: ServerResponse, query: string): Promise<void> {
    try {
      const text = await textOf(incoming);
      if (incoming.headers.authorization !== `Bearer ${TOKEN}`) {
        throw refuse("bearer", "The bearer token is missing or not valid", 401);
      }
      if (!limiter()) throw refuse("rate-limit", "Too many requests", 429);
      send(outgoing, 200, await pages.answer(text, query));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, "", `The sandbox failed: ${error}`);
      send(outgoing, refusal.status, Buffer.from(writeJson(vendor.errorBody(refusal))));
    }
  }

  const server = createServer((incoming, outgoing) => {
    counts.requests += 1;
    const [path, query = ""] = (incoming.url ?? "").split("?", 2);
    const isUsage = incoming.method === "POST" && path === USAGE;
    const answer = () => (isUsage ? answerUsage(incoming, outgoing, query) : others(incoming, outgoing));
    if (latencyMs === 0) answer();
    else setTimeout(answer, latencyMs);
  });
  const { origin, close } = await bind(server, port);
  const connection = { baseUrl: `${origin}/metronome`, token: TOKEN };
  return { connection, counts: async () => ({ ...counts }), close };
}

function send(outgoing: ServerResponse, status: number, body: Buffer): void {
  outgoing.writeHead(status, { "content-type": "application/json", "content-length": body.length });
  outgoing.end(body);
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
