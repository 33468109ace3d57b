import type { Json } from "../server/json.js";
import { aliasKind, aliasOf, LAST_ROW, withoutAlias } from "./alias-cursor.js";

/** A page of a list that goes on by cursor. */
export interface CursorPage {
  /** The cursor it was asked for with, aliases included; null for the first page. */
  readonly asked: string | null;
  /** The cursor of the next page; null at the end. */
  readonly next: Json | undefined;
}

/** What a fault makes of the members of a page; null when it leaves this one alone. */
export type CursorEdit = (page: CursorPage) => { readonly next: Json | undefined; readonly empty?: true } | null;

export const cursorEdits: Readonly<Record<string, CursorEdit>> = {
  "repeated-cursor": ({ asked }) => ({ next: asked ?? aliasOf("again", null) }),
  "cursor-cycle": ({ asked, next }) => {
    if (!isFirst(asked)) return { next: aliasOf("start", null) };
    // The first of several pages leads on as it should; a list of one page leads to itself by two names in turn.
    if (next !== null) return null;
    return { next: aliasOf(aliasKind(asked) === "start" ? "restart" : "start", null) };
  },
  "duplicated-page": ({ asked }) => (aliasKind(asked) === null ? { next: aliasOf("duplicate", asked) } : null),
  "empty-page-with-cursor": ({ asked }) =>
    aliasKind(asked) === null ? { next: aliasOf("empty", asked), empty: true } : null,
  // The page that the alias leads to comes with its last row alone, struck or not: see the switchboard.
  "shifted-rows": ({ asked }) => (aliasKind(asked) === null ? { next: aliasOf(LAST_ROW, asked) } : null),
  "missing-cursor": () => ({ next: undefined }),
};

/** Whether a cursor, aliases included, leads to the first page. */
export function isFirst(asked: string | null): boolean {
  return asked === null || !withoutAlias(new URLSearchParams({ asked }), "asked").has("asked");
}
