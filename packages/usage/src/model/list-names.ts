/** Names for a message; the first five of many. */
export function listNames(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
