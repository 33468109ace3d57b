import type { Json } from "../server/json.js";
import { aliasKind, aliasOf, LAST_ROW, withoutAlias } from "./alias-cursor.js";

/** A page of a list with cursors. */
export interface CursorPage {
  /** The cursor that requested the page, aliases included; null for the first page. */
  readonly asked: string | null;
  /** The cursor of the next page; null at the end. */
  readonly next: Json | undefined;
}

/** Returns the changed members of a page; null leaves the page unchanged. */
export type CursorEdit = (page: CursorPage) => { readonly next: Json | undefined; readonly empty?: true } | null;

export const cursorEdits: Readonly<Record<string, CursorEdit>> = {
  "repeated-cursor": ({ asked }) => ({ next: asked ?? aliasOf("again", null) }),
  "cursor-cycle": ({ asked, next }) => {
    if (!isFirst(asked)) return { next: aliasOf("start", null) };
    // The first of several pages has its right cursor; a list of one page leads to itself by two cursors in turn.
    if (next !== null) return null;
    return { next: aliasOf(aliasKind(asked) === "start" ? "restart" : "start", null) };
  },
  "duplicated-page": ({ asked }) => (aliasKind(asked) === null ? { next: aliasOf("duplicate", asked) } : null),
  "empty-page-with-cursor": ({ asked }) =>
    aliasKind(asked) === null ? { next: aliasOf("empty", asked), empty: true } : null,
  // The page of the alias has only its last row, whether a fault applies or not: see the fault injector.
  "shifted-rows": ({ asked }) => (aliasKind(asked) === null ? { next: aliasOf(LAST_ROW, asked) } : null),
  "missing-cursor": () => ({ next: undefined }),
};

/** Whether a cursor, aliases included, leads to the first page. */
export function isFirst(asked: string | null): boolean {
  return asked === null || !withoutAlias(new URLSearchParams({ asked }), "asked").has("asked");
}
