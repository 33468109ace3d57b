import { isMetermuxError, MetermuxError } from "@metermux/http";
import { day, hour, type Provider, type Question, windowStart } from "../adapter/index.js";
import { type AmberfloQuery, planCalls } from "./plan.js";
import type { Reach } from "./read-group.js";
import { type Report, readReports } from "./read-reports.js";

/** Asks for these reports. */
export type Post = (body: AmberfloQuery[], signal: AbortSignal) => Promise<Report[]>;

/** What makes a call of an Amberflo connection, and reads whose usage that connection reaches. */
export function asker(post: Post, reach: Reach): Provider<AmberfloQuery[]>["ask"] {
  return async function* ({ request, question }, signal, beforeNextPage) {
    const reports = await post(request, signal).catch(async (error: unknown) => {
      const probe = probeFor(error, question);
      if (probe === undefined) throw error;
      try {
        beforeNextPage();
      } catch (refusal) {
        // What the vendor said is not lost.
        if (refusal instanceof Error) refusal.cause = error;
        throw refusal;
      }
      throw (await isAnswered(probe, post, signal)) ? tooLarge(error) : error;
    });
    const names = request.map(({ meterApiName }) => meterApiName);
    yield readReports(reports, question, names, reach);
  };
}

/** Asks for no report at all. What that answers is UNVERIFIED; anything but a refusal of the request is an error. */
export async function reachBy(post: (body: AmberfloQuery[]) => Promise<Report[]>): Promise<string> {
  try {
    await post([]);
    return "an empty question was answered";
  } catch (error) {
    if (!isMetermuxError(error) || error.status !== 400) throw error;
    return "an empty question was refused, as can be; whether the credential was looked at before is UNVERIFIED";
  }
}

/**
 * How the vendor says that an answer would be over its caps is UNVERIFIED. A refusal of the whole range that its last
 * window does not meet is one of size; any other stands.
 */
function probeFor(error: unknown, question: Question): AmberfloQuery[] | undefined {
  if (!isMetermuxError(error) || error.status !== 400) return undefined;
  const start = lastWindow(question);
  return start > question.start ? planCalls({ ...question, start })[0]?.request : undefined;
}

function isAnswered(request: AmberfloQuery[], post: Post, signal: AbortSignal): Promise<boolean> {
  return post(request, signal).then(
    () => true,
    () => false,
  );
}

function lastWindow({ start, end, window }: Question): number {
  if (window !== "none") return windowStart(end - 1, window, "UTC");
  return start % day === 0 && end % day === 0 ? end - day : end - hour;
}

function tooLarge(cause: unknown): MetermuxError {
  const message =
    "amberflo: the range is refused and its last window is not: it is more than the vendor answers at once";
  return new MetermuxError(message, { code: "rejected", vendor: "amberflo", status: 400, splittable: true, cause });
}
