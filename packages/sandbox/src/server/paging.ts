import { isObject, type Json } from "./json.js";

/**
 * How a vendor pages its lists. `cursor`: a member of the answer holds the cursor of the next page, and the query
 * parameter of the same name sends it. `number`: a member `metadata` counts the pages, as at Amberflo.
 */
export type Paging =
  | { readonly kind: "cursor"; readonly rows: string; readonly cursor: string }
  | { readonly kind: "number"; readonly rows: string };

/** Whether an answer is a page of such a list. */
export function isPage(body: Json, paging: Paging): body is { readonly [key: string]: Json | undefined } {
  const last = paging.kind === "cursor" ? paging.cursor : "metadata";
  return isObject(body) && Array.isArray(body[paging.rows]) && Object.hasOwn(body, last);
}
