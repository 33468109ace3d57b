import type { Context, Hono } from "hono";
import type { Operation } from "./contract.js";
import { type Json, writeJson } from "./json.js";
import type { QueryValue } from "./parameters.js";
import { Refusal } from "./refusal.js";

/** A request that the contract has let through. */
export interface Call {
  readonly query: Readonly<Record<string, QueryValue>>;
  /** The JSON body, already valid by the operation's schema. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** What it takes to put a vendor on the sandbox: its contract and its rules. */
export interface Vendor {
  /** The path prefix, without slashes. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** By operation key, for example `POST /v1/usage`. */
  readonly handlers: Readonly<Record<string, (call: Call) => Json>>;
  /** Lets a request in: credentials first, then the rate. @throws Refusal */
  admit(request: Request): void;
  /** The vendor's error body. */
  errorBody(refusal: Refusal): Json;
}

/** The response header that names the rule behind a refusal, for people: no vendor has it, no client should read it. */
export const RULE_HEADER = "x-sandbox-rule";

/** Mounts a vendor's operations under its prefix. Within it, everything else is the vendor's own 404 or 405. */
export function mountVendor(app: Hono, vendor: Vendor): void {
  const prefix = `/${vendor.name}`;
  for (const operation of vendor.operations) {
    const route = prefix + operation.path.replaceAll(/\{([^}]+)\}/g, ":$1");
    app.on(operation.method, route, (context) => answer(vendor, () => handle(vendor, operation, context)));
  }
  for (const path of new Set(vendor.operations.map((operation) => operation.path))) {
    const allow = vendor.operations.filter((operation) => operation.path === path).map(({ method }) => method);
    app.all(prefix + path.replaceAll(/\{([^}]+)\}/g, ":$1"), (context) =>
      answer(vendor, () => {
        throw new Refusal(405, "unknown-path", `${context.req.method} is not allowed here, use ${allow.join(" or ")}`);
      }),
    );
  }
  app.all(`${prefix}/*`, (context) =>
    answer(vendor, () => {
      throw new Refusal(404, "unknown-path", `No route for ${context.req.method} ${context.req.path}`);
    }),
  );
}

async function handle(vendor: Vendor, operation: Operation, context: Context): Promise<Json> {
  const request = context.req.raw;
  vendor.admit(request);
  const query = operation.readQuery(new URL(request.url).searchParams);
  const body = await operation.readBody(request);
  const handler = vendor.handlers[operation.key];
  if (handler === undefined) throw new Refusal(501, "unknown-path", `The sandbox does not play ${operation.key} yet`);
  return handler({ query, body, headers: request.headers });
}

async function answer(vendor: Vendor, produce: () => Json | Promise<Json>): Promise<Response> {
  try {
    return json(200, await produce());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json(error.status, vendor.errorBody(error), { [RULE_HEADER]: error.rule });
  }
}

function json(status: number, body: Json, headers: Record<string, string> = {}): Response {
  return new Response(writeJson(body), { status, headers: { "content-type": "application/json", ...headers } });
}
