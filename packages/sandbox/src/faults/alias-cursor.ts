const MARK = "sandbox-fault";

/** The kind of alias whose page has only the last row of the page that it stands for. */
export const LAST_ROW = "last-row";

/**
 * Makes a cursor of the sandbox that leads to the same page as `cursor`, or to the first page for null. A later request
 * may send it whether or not a fault applies to that request.
 */
export function aliasOf(kind: string, cursor: string | null): string {
  return `${MARK}.${kind}.${cursor ?? ""}`;
}

/** The kind of alias that a cursor is; null for a vendor's cursor. */
export function aliasKind(cursor: string | null): string | null {
  const [mark, kind] = (cursor ?? "").split(".");
  return mark === MARK && kind !== undefined ? kind : null;
}

/** The query that the vendor receives: an alias is replaced by the cursor that it stands for. */
export function withoutAlias(query: URLSearchParams, parameter: string): URLSearchParams {
  const cursor = query.get(parameter);
  if (cursor === null || aliasKind(cursor) === null) return query;
  const plain = new URLSearchParams(query);
  const meant = cursor.split(".").slice(2).join(".");
  if (meant === "") plain.delete(parameter);
  else plain.set(parameter, meant);
  return plain;
}
