import type { Json } from "../server/json.js";
import type { QueryValue } from "../server/parameters.js";
import { readCursor, writeCursor } from "./cursor.js";

const DEFAULT_LIMIT = 20;

/** Rule `list-pages`: one page of a list. A cursor is valid only for its filters; the limit may differ from page to page. */
export function listPage<Item>(
  items: readonly Item[],
  query: Readonly<Record<string, QueryValue>>,
  write: (item: Item) => Json,
): Json {
  const { next_page: cursor, limit, ...filters } = query;
  const size = typeof limit === "number" ? limit : DEFAULT_LIMIT;
  const [first = 0] = readCursor(filters, cursor, [0]);
  const end = first + size;
  const next = end < items.length ? writeCursor(filters, [end]) : null;
  return { data: items.slice(first, end).map(write), next_page: next };
}
