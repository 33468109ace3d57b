import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { aggregate } from "../world/aggregate.js";
import { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import type { World } from "../world/world.js";
import { type Position, readCursor, writeCursor } from "./cursor.js";
import { type CompoundGrouping, type GroupsBody, type GroupsRequest, readGroupsRequest } from "./groups-request.js";
import type { Metric } from "./metrics.js";
import { type RowVariants, rowTime } from "./usage.js";

/** Rule `groups-pages` [SPEC, LIVE]. */
const DEFAULT_LIMIT = 100;

/** The values of a key's properties by name, null for events without the property. Undefined without grouping. */
type Group = Readonly<Record<string, string | null>> | undefined;

/** POST /v1/usage/groups. */
export function queryUsageGroups(world: World, metrics: readonly Metric[], variants: RowVariants, call: Call): Json {
  // The body is valid by the operation's schema, of which GroupsBody is the type.
  const body = call.body as GroupsBody;
  const usageRequest = readGroupsRequest(body, world, metrics);
  const limit = typeof call.query.limit === "number" ? call.query.limit : DEFAULT_LIMIT;
  const start = readCursor(body, call.query.next_page, [0, 0]);
  const data: Json[] = [];
  // Reads one row more than fits, so that a cursor never leads to an empty page.
  for (const { row, position } of rowsFrom(world, usageRequest, variants, start)) {
    if (data.length === limit) return { data, next_page: writeCursor(body, position) };
    data.push(row);
  }
  return { data, next_page: null };
}

/** Yields rows by window, then by group, from a window and a row in it. */
function* rowsFrom(
  world: World,
  usageRequest: GroupsRequest,
  variants: RowVariants,
  [first = 0, skipped = 0]: Position,
): Generator<{ row: Json; position: Position }> {
  const windows = (usageRequest.end - usageRequest.start) / usageRequest.window;
  for (let index = first; index < windows; index += 1) {
    const rows = rowsOf(world, usageRequest, variants, usageRequest.start + index * usageRequest.window);
    for (let place = index === first ? skipped : 0; place < rows.length; place += 1) {
      yield { row: rows[place] ?? null, position: [index, place] };
    }
  }
}

function rowsOf(world: World, usageRequest: GroupsRequest, variants: RowVariants, start: number): Json[] {
  const { customer, metric, window, grouping } = usageRequest;
  const end = start + window;
  const events = [...world.events({ customerId: customer.id, type: metric.meter.eventType, start, end })];
  const groups: [Group, UsageEvent[]][] = grouping === undefined ? [[undefined, events]] : split(events, grouping);
  const rows: Json[] = [];
  for (const [group, matched] of groups) {
    const value = aggregate(matched, metric.meter.measure);
    if (value === null && variants.emptyWindows === "absent") continue;
    const [name, ...others] = Object.keys(group ?? {});
    // Rule groups-map: the older fields hold only a key of one name.
    const simple = others.length === 0 ? name : undefined;
    rows.push({
      starting_on: rowTime(start, variants.rowOffset),
      ending_before: rowTime(end, variants.rowOffset),
      group_key: simple ?? null,
      group_value: simple === undefined ? null : (group?.[simple] ?? null),
      group,
      value: value ?? (variants.emptyWindows === "zero" ? new Decimal(0) : null),
    });
  }
  return rows;
}

/** Rules `groups-rows`, `groups-filter` and `groups-missing`: the events by group, ordered by the groups' JSON. */
function split(events: readonly UsageEvent[], { key, filters }: CompoundGrouping): [Group, UsageEvent[]][] {
  const groups = new Map<string, UsageEvent[]>();
  for (const event of events) {
    const values = key.map((name) => event.properties[name] ?? null);
    const counts = key.every((name, index) => filters.get(name)?.has(values[index] ?? "") !== false);
    if (!counts) continue;
    const id = JSON.stringify(values);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [event]);
    else known.push(event);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, matched]) => [
      Object.fromEntries(key.map((name) => [name, matched[0]?.properties[name] ?? null])),
      matched,
    ]);
}
