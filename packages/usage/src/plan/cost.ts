import type { Rate } from "@metermux/http";
import { invalidInput } from "../model/refusal.js";
import type { Provider } from "../provider.js";
import type { Step } from "./steps.js";

/** How many requests steps are expected to take. */
export function requestsOf(steps: readonly Step[]): number {
  return steps.flatMap(({ calls }) => calls).reduce((sum, { requests }) => sum + requests, 0);
}

/**
 * How long so many requests take at least, in milliseconds. The first of a window's requests go out at once; each
 * further window's worth waits for the window.
 */
export function minimumTime(requests: number, rate: Rate | false): number {
  if (rate === false || requests === 0) return 0;
  return Math.floor((requests - 1) / rate.requests) * rate.windowMs;
}

/** @throws MetermuxError `invalid_input` for plans of more requests than are allowed, with how many and how to allow them. */
export function refuseTooMany(
  prepared: readonly { steps: readonly Step[]; provider: Pick<Provider, "rate"> }[],
  maxRequests: number,
): void {
  const requests = prepared.reduce((sum, { steps }) => sum + requestsOf(steps), 0);
  if (requests <= maxRequests) return;
  const time = prepared.reduce((sum, { steps, provider }) => sum + minimumTime(requestsOf(steps), provider.rate), 0);
  const needed = `about ${requests} requests are needed, at least ${Math.ceil(time / 1000)} s`;
  const instead = `${needed}; ask for fewer meters, customers or windows`;
  const suggestion = { changes: [{ maxRequests: requests }], text: `allow more with maxRequests: ${requests}` };
  throw invalidInput("maxRequests", String(maxRequests), instead, suggestion);
}
