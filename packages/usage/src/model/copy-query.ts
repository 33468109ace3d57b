import type { UsageQuery } from "./query.js";

/** A query that nothing its caller does to the given one changes. What is no query stays what it is, and is refused later. */
export function copyQuery(query: UsageQuery): UsageQuery {
  if (typeof query !== "object" || query === null) return query;
  const { signal, ...fields } = query;
  const copied = Object.entries(fields).map(([name, value]) => [name, copyValue(value)]);
  return Object.fromEntries(signal === undefined ? copied : [...copied, ["signal", signal]]);
}

function copyValue(value: unknown): unknown {
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(copyValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyValue(member)]));
}
