import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { hash32 } from "../world/random.js";
import { refuse } from "./rules.js";
import type { Variants } from "./variants.js";

interface Page<Item> {
  readonly rows: readonly Item[];
  readonly pagination: Json;
}

/**
 * Paging 1.0: rule `numbered-pages`.
 *
 * @throws Refusal `page-past-end`.
 */
export function numberedPage<Item>(items: readonly Item[], query: Call["query"]): Page<Item> {
  const perPage = Number(query.per_page);
  const page = Number(query.page);
  const totalPages = Math.ceil(items.length / perPage);
  if (page > totalPages) throw refuse("page-past-end", `page must be at most ${totalPages}`);
  const first = (page - 1) * perPage;
  const rows = items.slice(first, first + perPage);
  const pagination = {
    payload_version: "1.0",
    total_records: items.length,
    page,
    per_page: perPage,
    total_pages: totalPages,
    page_first_index: first,
    page_last_index: first + rows.length - 1,
  };
  return { rows, pagination };
}

/**
 * Paging 2.0: rules `keyed-pages` and `last-page`.
 *
 * @throws Refusal `unknown-key`.
 */
export function keyedPage<Item extends { readonly id: string }>(
  items: readonly Item[],
  query: Call["query"],
  { lastPageKey }: Pick<Variants, "lastPageKey">,
): Page<Item> {
  const perPage = Number(query.per_page);
  const key = query.next_page_key;
  // A key is derived from the first record of its page. No key means the first page.
  const first = key === undefined ? 0 : items.findIndex((item, index) => index > 0 && keyOf(item) === key);
  if (first === -1) throw refuse("unknown-key", "next_page_key does not belong to a page of this list");
  const next = items[first + perPage];
  const pagination = {
    payload_version: "2.0",
    total_records: items.length,
    next_page_key: next === undefined ? lastKeys[lastPageKey] : keyOf(next),
    per_page: perPage,
    total_pages: Math.ceil(items.length / perPage),
  };
  return { rows: items.slice(first, first + perPage), pagination };
}

/** Rule `last-page`. */
const lastKeys = { null: null, empty: "", absent: undefined } as const;

function keyOf({ id }: { readonly id: string }): string {
  return hash32("next_page_key", id).toString(36).padStart(8, "0");
}
