import type { EmptyWindows, World } from "@metermux/sandbox";
import { createUsage } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import type { Span } from "./calendar.js";
import type { EventIndex } from "./events.js";
import { distinctGroups, groupKey, matchingEvents } from "./matching.js";
import { listOf, type OpenSubject, quick } from "./open-subject.js";
import type { Asked, Grouping, Groups, Need, Pair, Party, Rules, Subject, TrueMeter } from "./subject.js";
import { recordWire } from "./wire.js";

interface Metric {
  id: string;
  name: string;
  aggregation_type?: string;
  group_keys?: string[][];
  sql?: string;
  archived_at?: string;
}

/** The number of group values that the vendor lists for a row when more exist [SPEC, LIVE]. */
const MAX_VALUES = 200;
const DAY = 86_400_000;

/** Metronome, asked through the facade. */
export const openMetronome: OpenSubject = async ({ connections, world }, { clock, events, options }) => {
  const { metronome: billing } = connections;
  const wire = recordWire(billing.baseUrl);
  const usage = createUsage({ metronome: metronome({ ...billing, ...quick, fetch: wire.fetch }) }, { clock });
  const { data } = await listOf(`${billing.baseUrl}/v1/billable-metrics?limit=100&include_archived=true`, {
    authorization: `Bearer ${billing.token}`,
  });
  const emptyWindows = options.metronome?.emptyWindows ?? "null";
  const subject = metronomeSubject(world, events, data, emptyWindows);
  return { subject, usage, wire, about: `empty windows ${emptyWindows}` };
};

/** The kinds whose weeks and months are made of days; of every other, each is a request. */
const rollsUp: ReadonlySet<string> = new Set(["sum", "count", "max"]);

/** A page for each pair of meter and customer. */
function minRequests({ windows, longer, meters, customers }: Need): number {
  const pages = meters.reduce((sum, { aggregation }) => sum + (longer && !rollsUp.has(aggregation) ? windows : 1), 0);
  return pages * customers;
}

function canGroup({ names, groupBy, total }: Grouping, { groupKeys }: TrueMeter): boolean {
  const declared = names.every((name) => groupKeys.some((key) => key.length === 1 && key[0] === name));
  return declared && new Set(names).size === 1 && groupBy.length === 1 && !total;
}

/** Metronome over a world; `metrics` is its own list. */
export function metronomeSubject(
  world: World,
  events: EventIndex,
  metrics: readonly Metric[],
  emptyWindows: EmptyWindows,
): Subject {
  const parties = world.customers.map(({ id, name }): Party => ({ id, name, worldIds: [id] }));
  return {
    connection: "metronome",
    vendor: "metronome",
    now: world.now,
    events,
    meters: metrics.map((metric) => meterOf(world, metric)),
    parties,
    whose: "listed",
    lists: true,
    weeksFrom: "monday",
    late: 34 * DAY,
    abilities: { minRequests, canGroup, extremesByName: true },
    rules: (asked) => rulesOf(events, emptyWindows, asked),
  };
}

function meterOf({ meters }: World, metric: Metric): TrueMeter {
  // The archived metric counts the same events as its successor.
  const meter = meters.find(({ name }) => name === metric.name.replace(" (before 2024)", ""));
  if (meter === undefined) throw new Error(`the world has no meter ${metric.name}`);
  const { measure, eventType } = meter;
  // The kinds are those of the world's meters, except for an SQL metric, whose kind is unknown.
  const aggregation = measure.kind === "weighted-sum" ? "unknown" : measure.kind;
  const { id, name, group_keys: groupKeys = [] } = metric;
  return {
    id,
    name,
    unit: null,
    aggregation,
    asked: metric.archived_at === undefined ? "always" : "when named",
    groupKeys,
    eventType,
    measure,
  };
}

/** An answered request for usage. */
interface Request {
  readonly span: Span;
  readonly customers: readonly string[] | undefined;
  readonly meterId: string;
  /** Rule `group-map`: rows that list the given or found values; otherwise rows of the groups with events. */
  readonly list: { readonly key: string; readonly values: readonly string[] | undefined } | undefined;
  /** POST /v1/usage/groups with a key. */
  readonly split: boolean;
}

function rulesOf(events: EventIndex, emptyWindows: EmptyWindows, asked: Asked): Rules {
  const requests = asked.sent.filter(({ status }) => status === 200).flatMap(readRequests);
  const grouped = asked.groupBy.length > 0;
  const narrowed = grouped || Object.keys(asked.filter).length > 0;
  const about = ({ meter }: Pair, worldId: string) =>
    requests.filter(({ meterId, customers }) => meterId === meter.id && customers?.includes(worldId) !== false);
  const remembered = new Map<Request, Map<string, readonly Groups[]>>();
  function found(pair: Pair, worldId: string, request: Request): readonly Groups[] {
    const { span, list } = request;
    if (list === undefined) return [];
    if (list.values !== undefined) return list.values.map((value) => ({ [list.key]: value }));
    const byCustomer = remembered.get(request) ?? new Map<string, readonly Groups[]>();
    remembered.set(request, byCustomer);
    const one = { meter: pair.meter, party: { ...pair.party, worldIds: [worldId] } };
    const known =
      byCustomer.get(worldId) ??
      [...distinctGroups(matchingEvents(events, one, span), [list.key]).values()].filter(
        (group) => group[list.key] !== null,
      );
    byCustomer.set(worldId, known);
    return known;
  }
  const isCapped = (pair: Pair, worldId: string, request: Request) =>
    request.list?.values === undefined && found(pair, worldId, request).length >= MAX_VALUES;
  const each = (pair: Pair & { readonly window?: Span }) =>
    pair.party.worldIds.flatMap((worldId) => {
      const { window } = pair;
      // A request for one window does not affect another.
      const requests = about(pair, worldId).filter(({ span }) => window === undefined || touches(span, window));
      // A truncated list that was then requeried in full does not count.
      const whole = requests.some(({ split }) => split);
      const counting = whole ? requests.filter((request) => !isCapped(pair, worldId, request)) : requests;
      return counting.map((request) => ({ worldId, request }));
    });
  return {
    listed: (pair) => (grouped ? each(pair).flatMap(({ worldId, request }) => found(pair, worldId, request)) : []),
    empty(cell) {
      if (!narrowed) {
        const presence = emptyWindows === "absent" ? "never" : "must";
        return { presence, value: emptyWindows === "zero" ? "0" : null };
      }
      const rows = each(cell).filter(({ worldId, request }) => {
        if (request.list === undefined) return false;
        // Rule empty-windows: without a row there is no list either.
        const some = events.between(worldId, cell.meter.eventType, cell.window).length > 0;
        if (emptyWindows === "absent" && !some) return false;
        return !grouped || found(cell, worldId, request).some((group) => groupKey(group) === groupKey(cell.groups));
      });
      return { presence: rows.length > 0 ? "must" : "never", value: null };
    },
    filled(cell) {
      // Rules group-missing and groups-missing.
      if (!Object.values(cell.groups).includes(null)) return "must";
      const shapes = new Set(each(cell).map(({ request }) => request.split));
      if (shapes.size > 1) return "may";
      return shapes.has(true) ? "must" : "never";
    },
    truncated: (cell) => each(cell).some(({ worldId, request }) => isCapped(cell, worldId, request)),
  };
}

const touches = (one: Span, other: Span) => one.start < other.end && other.start < one.end;

function readRequests({ target, body }: Asked["sent"][number]): Request[] {
  const [path, query = ""] = target.split("?");
  if (query.includes("next_page")) return [];
  if (path === "/v1/usage") return readUsage(JSON.parse(body));
  return path === "/v1/usage/groups" ? [readGroups(JSON.parse(body))] : [];
}

interface Bounds {
  starting_on: string;
  ending_before: string;
}

interface UsageBody extends Bounds {
  customer_ids?: string[];
  billable_metrics: { id: string; group_by?: { key: string; values?: string[] } }[];
}

interface GroupsBody extends Bounds {
  customer_id: string;
  billable_metric_id: string;
  group_key?: string[];
}

function readUsage(body: UsageBody): Request[] {
  return body.billable_metrics.map(({ id, group_by: by }) => {
    const list = by && { key: by.key, values: by.values };
    return { span: spanOf(body), customers: body.customer_ids, meterId: id, list, split: false };
  });
}

function readGroups(body: GroupsBody): Request {
  const { customer_id: customer, billable_metric_id: meterId, group_key: key } = body;
  return { span: spanOf(body), customers: [customer], meterId, list: undefined, split: key !== undefined };
}

function spanOf(body: Bounds): Span {
  return { start: Date.parse(body.starting_on), end: Date.parse(body.ending_before) };
}
