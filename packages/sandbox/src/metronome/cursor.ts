import { createHash } from "node:crypto";
import { canonical } from "./canonical.js";
import { refuse } from "./rules.js";

/** The position of a cursor: a list of whole numbers that only the sandbox reads. */
export type Position = readonly number[];

/** Rule `cursor`: opaque text with the position, valid only for the request that `request` identifies. */
export function writeCursor(request: unknown, position: Position): string {
  const text = position.join(".");
  return Buffer.from(`${text}/${seal(request, text)}`).toString("hex");
}

/**
 * Returns the position in a cursor, or the start without a cursor.
 *
 * @throws Refusal `cursor` for a cursor of another request.
 */
export function readCursor(request: unknown, cursor: unknown, start: Position): Position {
  if (cursor === undefined) return start;
  const [text = "", mark] = Buffer.from(String(cursor), "hex").toString("utf8").split("/");
  if (mark !== seal(request, text)) throw refuse("cursor", "next_page is not valid for this request");
  return text.split(".").map(Number);
}

function seal(request: unknown, position: string): string {
  return createHash("sha256")
    .update(`${canonical(request)}\n${position}`)
    .digest("hex")
    .slice(0, 16);
}
