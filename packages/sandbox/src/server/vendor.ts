import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { Operation, UnknownFields } from "./contract.js";
import type { Json } from "./json.js";
import type { Paging } from "./paging.js";
import type { QueryValue } from "./parameters.js";
import { Refusal } from "./refusal.js";
import { jsonResponse, toResponse, type VendorResponse } from "./vendor-response.js";

/** A request that is valid by the contract. */
export interface Call {
  /** The parameters of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** The JSON body, already valid by the operation's schema. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** The definition of a vendor for the sandbox: its contract and its rules. */
export interface Vendor {
  /** The path prefix, without slashes. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** How fields of a body that the schema does not list are treated; refused unless the vendor is known to ignore them. */
  readonly unknownFields?: UnknownFields;
  /** By operation key, for example `POST /v1/usage`. */
  readonly handlers: Readonly<Record<string, (call: Call) => Json>>;
  /**
   * A lenient sandbox's answer where a rule beyond the spec refuses a request, by operation key. Absent where the rules
   * apply; then undeclared parameters are refused too.
   */
  readonly lenient?: Readonly<Record<string, (call: Call) => Json>>;
  /** Admits a request: checks the credential first, then the rate. @throws Refusal */
  admit(request: Request, operation: Operation): void;
  /** The vendor's error body. */
  errorBody(refusal: Refusal): Json;
  /** How its lists are paged, if they are. */
  readonly paging?: Paging;
}

/** One request to a vendor. */
export interface Visit {
  readonly vendor: Vendor;
  /** Undefined for a path or method outside the contract. */
  readonly operation: Operation | undefined;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** The connection of the request; empty for a request without one. */
  readonly bindings: Partial<HttpBindings>;
  /** The vendor's answer to the request with this query. A body can be read once: a second call is for a GET. */
  ask(query: URLSearchParams): Promise<VendorResponse>;
}

/** Runs between a vendor and the connection. */
export type Respond = (visit: Visit) => Promise<Response>;

const respondPlainly: Respond = async (visit) => toResponse(await visit.ask(visit.query));

/** The response header that names the rule of a refusal, for developers. No vendor has it, and no client should read it. */
export const RULE_HEADER = "x-sandbox-rule";

/** Mounts a vendor's operations under its prefix. Every other path under the prefix is the vendor's 404 or 405. */
export function mountVendor(app: Hono, vendor: Vendor, respond: Respond = respondPlainly): void {
  const prefix = `/${vendor.name}`;
  const route = (path: string): string => prefix + path.replaceAll(/\{([^}]+)\}/g, ":$1");
  for (const operation of vendor.operations) {
    app.on(operation.method, route(operation.path), (context) => respond(visitOf(vendor, operation, context)));
  }
  for (const path of new Set(vendor.operations.map((operation) => operation.path))) {
    const allow = vendor.operations.filter((operation) => operation.path === path).map(({ method }) => method);
    app.all(route(path), (context) => {
      const message = `${context.req.method} is not allowed here, use ${allow.join(" or ")}`;
      return respond(visitOf(vendor, new Refusal(405, "unknown-path", message), context));
    });
  }
  app.all(`${prefix}/*`, (context) => {
    const message = `No route for ${context.req.method} ${context.req.path}`;
    return respond(visitOf(vendor, new Refusal(404, "unknown-path", message), context));
  });
}

function visitOf(vendor: Vendor, target: Operation | Refusal, context: Context): Visit {
  const request = context.req.raw;
  const bindings: Partial<HttpBindings> = context.env ?? {};
  const operation = target instanceof Refusal ? undefined : target;
  return {
    vendor,
    operation,
    request,
    query: new URL(request.url).searchParams,
    bindings,
    ask: async (query) => {
      try {
        if (target instanceof Refusal) throw target;
        return jsonResponse(200, await handle(vendor, target, request, context.req.param(), query));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return jsonResponse(error.status, vendor.errorBody(error), { [RULE_HEADER]: error.rule });
      }
    },
  };
}

async function handle(
  vendor: Vendor,
  operation: Operation,
  request: Request,
  params: Readonly<Record<string, string>>,
  search: URLSearchParams,
): Promise<Json> {
  vendor.admit(request, operation);
  operation.checkPath(params);
  const query = operation.readQuery(vendor.lenient === undefined ? search : operation.declaredOf(search));
  const unknownFields = vendor.lenient === undefined ? (vendor.unknownFields ?? "refused") : "tolerated";
  const body = await operation.readBody(request, unknownFields);
  const handler = vendor.handlers[operation.key];
  if (handler === undefined)
    throw new Refusal(501, "unknown-path", `The sandbox does not implement ${operation.key} yet`);
  const call = { params, query, body, headers: request.headers };
  const instead = vendor.lenient?.[operation.key];
  if (instead === undefined) return handler(call);
  try {
    return handler(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return instead(call);
  }
}
