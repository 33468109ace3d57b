import { incompleteResult } from "./refusal.js";

/** How long a list may be: longer ones would fill the memory of a small program. */
export const maxListed = 500_000;

/** @throws MetermuxError `incomplete_result` for a list of more items than are kept in memory, before it is read to its end. */
export function refuseTooLong(vendor: string, what: string, count: number): void {
  if (count <= maxListed) return;
  throw incompleteResult(vendor, `more than ${maxListed} ${what} are listed, which is more than is kept in memory`);
}
