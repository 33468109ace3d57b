import { amberfloCustomerId, type Sandbox, type World } from "@metermux/sandbox";
import { createUsage, type UsageRow } from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { type CalendarWindow, gridOf, type Span } from "./calendar.js";
import type { EventIndex } from "./events.js";
import { distinctGroups, groupKey, lacksAll, matchingEvents } from "./matching.js";
import { listOf, type OpenSubject, quick, type SceneSettings } from "./open-subject.js";
import type { Asked, Groups, Pair, Rules, Subject, TrueMeter } from "./subject.js";
import { recordWire } from "./wire.js";

interface AmberfloMeter {
  meterApiName: string;
  label: string;
  meterType: string;
  dimensions: string[];
  unitOfUsage: string;
}

// Events are accepted for 60 days [D].
const late = 60 * 86_400_000;

/** What a portal connection is given of the kinds of its meters; the rest it calls unknown. */
const kinds = { api_calls: "sum", input_tokens: "sum", settled: "sum", active_users: "unique" } as const;

/** An Amberflo account, asked through the facade. */
export const openAmberflo: OpenSubject = async (sandbox, settings) => {
  const { amberflo: account } = sandbox.connections;
  const wire = recordWire(account.baseUrl);
  const usage = createUsage(
    { amberflo: amberflo({ ...account, ...quick, fetch: wire.fetch }) },
    { clock: settings.clock },
  );
  const subject = await accountOf(sandbox, settings);
  return { subject, usage, wire, about: `weeks from ${subject.weeksFrom}` };
};

/** A session of the customer portal, asked through the facade. */
export const openPortal: OpenSubject = async (sandbox, settings) => {
  const { "amberflo-portal": portal } = sandbox.connections;
  const wire = recordWire(portal.baseUrl);
  const connection = amberfloPortal({ ...portal, ...quick, fetch: wire.fetch, meters: kinds });
  const usage = createUsage({ portal: connection }, { clock: settings.clock });
  const subject = portalSubject(await accountOf(sandbox, settings), portal.customerId, kinds);
  return { subject, usage, wire, about: `weeks from ${subject.weeksFrom}` };
};

async function accountOf({ connections: { amberflo: account }, world }: Sandbox, { events, options }: SceneSettings) {
  const meters = await listOf(`${account.baseUrl}/meters`, { "x-api-key": account.apiKey });
  return amberfloSubject(world, events, meters, options.amberflo?.weekStartsOn ?? "monday");
}

/** An Amberflo account over a world; `meters` is its own list. */
export function amberfloSubject(
  world: World,
  events: EventIndex,
  meters: readonly AmberfloMeter[],
  weeksFrom: Subject["weeksFrom"],
): Subject {
  return {
    connection: "amberflo",
    vendor: "amberflo",
    now: world.now,
    events,
    meters: meters.map((meter) => meterOf(world, meter)),
    parties: world.customers.map((customer) => {
      return { id: amberfloCustomerId(customer), name: customer.name, worldIds: [customer.id] };
    }),
    whose: "listed",
    lists: true,
    weeksFrom,
    late,
    abilities: {
      minRequests: () => 1,
      canGroup: ({ names }, { groupKeys }) =>
        names.every((name) => groupKeys.some((key) => key.length === 1 && key[0] === name)),
      extremesByName: false,
      endsTooMuch: "POST /usage/batch",
    },
    rules: (asked) => rulesOf(events, asked),
  };
}

/**
 * A session of one customer, over the account's meters.
 *
 * @param told the meter kinds given to the connection, because the vendor does not list them.
 */
export function portalSubject(
  account: Subject,
  customerId: string,
  told: Readonly<Record<string, UsageRow["aggregation"]>>,
): Subject {
  return {
    ...account,
    connection: "portal",
    // Which dimensions there are, a session cannot list.
    abilities: { ...account.abilities, canGroup: () => false, endsTooMuch: "POST /customer-portal/usage-batch" },
    meters: account.meters.map((meter) => {
      const kind = told[meter.id];
      const asked = kind === undefined ? "when named" : "always";
      return { ...meter, name: null, unit: null, asked, aggregation: kind ?? "unknown" };
    }),
    parties: account.parties.filter(({ id }) => id === customerId).map((party) => ({ ...party, name: null })),
    whose: "own",
    lists: false,
  };
}

function meterOf({ meters }: World, { meterApiName: id, ...listed }: AmberfloMeter): TrueMeter {
  const meter = meters.find(({ key }) => key === id);
  if (meter === undefined) throw new Error(`the world has no meter ${id}`);
  const { eventType, measure } = meter;
  // Users are queried and echoed as a sum, but do not add up.
  const aggregation = listed.meterType === "active_users" ? "unique" : "sum";
  const groupKeys = listed.dimensions.map((dimension) => [dimension]);
  return {
    id,
    name: listed.label,
    unit: listed.unitOfUsage,
    aggregation,
    asked: "always",
    groupKeys,
    eventType,
    measure,
  };
}

/** The query of a received report. */
interface Report {
  readonly meterId: string;
  readonly span: Span;
}

/**
 * Rules `no-data` and `zero-fill`: a group with usage in the range of a report has all of its buckets, another has none.
 * Reports on parts of a range equal one report on the whole range.
 */
function rulesOf(events: EventIndex, { groupBy, filter, sent }: Asked): Rules {
  const reports = sent.filter(({ status }) => status === 200).flatMap(readReports);
  const about = ({ meter }: Pair) => joined(reports.filter(({ meterId }) => meterId === meter.id));
  const remembered = new Map<string, Map<string, Groups>>();
  const groupsIn = (pair: Pair, { span }: Report) => {
    const key = `${pair.meter.id} ${pair.party.id} ${span.start} ${span.end}`;
    const known = remembered.get(key) ?? distinctGroups(matchingEvents(events, pair, span, filter), groupBy);
    remembered.set(key, known);
    return known;
  };
  return {
    listed: (pair) => about(pair).flatMap((report) => [...groupsIn(pair, report).values()]),
    empty(cell) {
      const rows = about(cell).filter(
        (report) => touches(report.span, cell.window) && holds(groupsIn(cell, report), cell),
      );
      return { presence: rows.length > 0 ? alone(cell, rows) : "never", value: "0" };
    },
    filled: (cell) =>
      alone(
        cell,
        about(cell).filter(({ span }) => touches(span, cell.window)),
      ),
    truncated: () => false,
  };

  /** A group without any of the dimensions is a row if it is the only group; among others it is reported as a remainder. */
  function alone(cell: Pair & { groups: Groups }, within: readonly Report[]) {
    if (!lacksAll(cell.groups)) return "must";
    const counts = within.map((report) => groupsIn(cell, report)).filter((groups) => holds(groups, cell));
    if (counts.every(({ size }) => size === 1)) return "must";
    return counts.some(({ size }) => size === 1) ? "may" : "never";
  }
}

const holds = (groups: ReadonlyMap<string, Groups>, cell: { groups: Groups }) => groups.has(groupKey(cell.groups));
const touches = (one: Span, other: Span) => one.start < other.end && other.start < one.end;

/** One report from the start of the first to the end of the last. */
function joined(reports: readonly Report[]): Report[] {
  const [first] = reports;
  if (first === undefined) return [];
  const start = Math.min(...reports.map(({ span }) => span.start));
  const end = Math.max(...reports.map(({ span }) => span.end));
  return [{ meterId: first.meterId, span: { start, end } }];
}

interface QueryBody {
  meterApiName: string;
  timeGroupingInterval: string;
  timeRange: { startTimeInSeconds: number; endTimeInSeconds: number };
}

function readReports({ target, body }: Asked["sent"][number]): Report[] {
  if (!/^\/(usage|usage\/batch|customer-portal\/usage-batch)(\?|$)/.test(target)) return [];
  const queries: QueryBody[] = [JSON.parse(body)].flat();
  return queries.map((query) => ({ meterId: query.meterApiName, span: widened(query) }));
}

const lengths: Readonly<Record<string, number>> = { hour: 3_600_000, day: 86_400_000 };
const longAgo = { start: Date.parse("2018-01-01"), end: Date.parse("2030-01-01") };

/** Rule `widening`: whole buckets on both sides. */
function widened({ timeGroupingInterval, timeRange }: QueryBody): Span {
  const [start, end] = [timeRange.startTimeInSeconds * 1000, timeRange.endTimeInSeconds * 1000];
  const interval = timeGroupingInterval.toLowerCase();
  const length = lengths[interval];
  if (length !== undefined)
    return { start: Math.floor(start / length) * length, end: Math.ceil(end / length) * length };
  // The spec has two more.
  const grid = gridOf(interval as CalendarWindow, "UTC", longAgo);
  return { start: grid.at(start).start, end: grid.at(end - 1).end };
}
