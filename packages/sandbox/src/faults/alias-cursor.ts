const MARK = "sandbox-fault";

/** The kind of alias whose page has the last row of the one meant, and nothing else. */
export const LAST_ROW = "last-row";

/**
 * A cursor of the sandbox's own, which leads to the page that `cursor` leads to, or to the first page for null. Every
 * request may bring it back, whether a fault strikes that one or not.
 */
export function aliasOf(kind: string, cursor: string | null): string {
  return `${MARK}.${kind}.${cursor ?? ""}`;
}

/** Which kind of alias a cursor is; null for one of the vendor's. */
export function aliasKind(cursor: string | null): string | null {
  const [mark, kind] = (cursor ?? "").split(".");
  return mark === MARK && kind !== undefined ? kind : null;
}

/** The query as the vendor knows it: an alias gives way to what it stands for. */
export function withoutAlias(query: URLSearchParams, parameter: string): URLSearchParams {
  const cursor = query.get(parameter);
  if (cursor === null || aliasKind(cursor) === null) return query;
  const plain = new URLSearchParams(query);
  const meant = cursor.split(".").slice(2).join(".");
  if (meant === "") plain.delete(parameter);
  else plain.set(parameter, meant);
  return plain;
}
