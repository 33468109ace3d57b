import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import { refuse } from "./rules.js";

/** Every resource with usage, as `limits` lists them. */
const ALL: readonly string[] = ["transcoders", "vod_streams"];

/**
 * The resources that the filter selects; both without a filter.
 *
 * @throws Refusal `filter-pair`. The contract has checked the values: rule `filter-values`.
 */
export function readResources(query: Call["query"]): readonly string[] {
  const { "filter[0][field]": field, "filter[0][eq]": equal, "filter[0][in]": among } = query;
  const operators = [equal, among].filter((operator) => operator !== undefined);
  if (field === undefined && operators.length === 0) return ALL;
  if (field === undefined || operators.length !== 1) {
    throw refuse("filter-pair", "A filter is filter[0][field] with one of filter[0][eq] and filter[0][in]");
  }
  const wanted = String(operators[0]).split(",");
  return ALL.filter((resource) => wanted.includes(resource));
}

/** The events of these resources. */
export function ofResource(events: readonly UsageEvent[], ...resources: readonly string[]): UsageEvent[] {
  return events.filter(({ properties }) => resources.includes(properties.resource ?? ""));
}
