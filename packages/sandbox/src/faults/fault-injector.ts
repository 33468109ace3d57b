import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { isList } from "../server/json.js";
import { isPage } from "../server/paging.js";
import { Refusal } from "../server/refusal.js";
import type { Respond, Vendor, Visit } from "../server/vendor.js";
import { jsonResponse, toResponse, type VendorResponse } from "../server/vendor-response.js";
import { randomFor } from "../world/random.js";
import { aliasKind, LAST_ROW, withoutAlias } from "./alias-cursor.js";
import { choose, type FaultPlan, nameOf, type Pending, readPlan } from "./plans.js";
import { type RequestedFault, readFault } from "./table.js";

/** The request header that requests a fault, for example `slow-drip:5`. It belongs to the sandbox; no vendor has it. */
export const FAULT_HEADER = "x-sandbox-fault";

/** Plans and counts faults, and applies them to the vendors' answers. */
export interface FaultInjector {
  readonly respond: Respond;
  /** @throws RangeError for a plan that could never apply */
  inject(plans: FaultPlan | readonly FaultPlan[]): void;
  /** Drops all plans. Faults that are already in progress continue. */
  clear(): void;
  /** How often each fault was applied, by its name without a parameter. */
  met(): Record<string, number>;
  /** How many requests each vendor received, with or without a fault. */
  requests(): Record<string, number>;
}

export function createFaultInjector(seed: number, vendors: readonly Vendor[]): FaultInjector {
  const requests = new Map(vendors.map((vendor) => [nameOf(vendor), 0]));
  const met = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string, by = 1): number => {
    const total = (counts.get(key) ?? 0) + by;
    counts.set(key, total);
    return total;
  };
  let plans: Pending[] = [];

  async function respond(visit: Visit): Promise<Response> {
    count(requests, nameOf(visit.vendor));
    const header = visit.request.headers.get(FAULT_HEADER);
    let asked: RequestedFault | undefined;
    try {
      asked = header === null ? undefined : readFault(header);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return toResponse(jsonResponse(400, visit.vendor.errorBody(new Refusal(400, FAULT_HEADER, error.message))));
    }
    // A fault that the request itself names leaves the plans unchanged.
    const plan = asked === undefined ? choose(plans, visit) : undefined;
    const chosen = asked ?? plan;
    const answer = answerOnce(visit);
    if (chosen === undefined) return toResponse(await answer());
    // Counted at once, so that a concurrent request does not meet it too.
    if (plan !== undefined) plan.left -= 1;
    const random = randomFor(seed, "fault", chosen.name, count(met, chosen.name));
    const response = await chosen.apply({ visit, answer, random, connection: () => connectionOf(visit) });
    if (response !== null) return stillOpen(visit) ? response : RESPONSE_ALREADY_SENT;
    if (plan !== undefined) plan.left += 1;
    count(met, chosen.name, -1);
    return toResponse(await answer());
  }

  return {
    respond,
    inject: (given) => {
      const added = [given].flat().map((plan) => readPlan(plan, vendors));
      plans = [...plans.filter(({ left }) => left > 0), ...added];
    },
    clear: () => {
      plans = [];
    },
    met: () => Object.fromEntries([...met].filter(([, times]) => times > 0)),
    requests: () => Object.fromEntries(requests),
  };
}

/** The vendor's answer, computed when it is first needed. */
function answerOnce(visit: Visit): () => Promise<VendorResponse> {
  let answer: Promise<VendorResponse> | undefined;
  return () => {
    answer ??= askAlias(visit);
    return answer;
  };
}

/** The answer for a cursor, which may be a cursor of the sandbox. */
async function askAlias({ vendor: { paging }, query, ask }: Visit): Promise<VendorResponse> {
  if (paging?.kind !== "cursor") return ask(query);
  const answer = await ask(withoutAlias(query, paging.cursor));
  if (aliasKind(query.get(paging.cursor)) !== LAST_ROW || !isPage(answer.body, paging)) return answer;
  const rows = answer.body[paging.rows];
  return { ...answer, body: { ...answer.body, [paging.rows]: isList(rows) ? rows.slice(-1) : rows } };
}

function connectionOf({ bindings: { incoming, outgoing } }: Visit): HttpBindings {
  if (incoming === undefined || outgoing === undefined) throw new Error("This fault needs a connection");
  return { incoming, outgoing };
}

function stillOpen({ bindings }: Visit): boolean {
  return bindings.incoming === undefined || !bindings.incoming.socket.destroyed;
}
