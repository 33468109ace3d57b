import {
  amountField,
  type Call,
  formatInstant,
  listField,
  type Measurement,
  type MeasurementPage,
  objectField,
  parseVendorInstant,
  type Question,
  unexpectedResponse,
} from "../adapter/index.js";
import type { AccountQuery, Counter } from "./plan.js";

/** The parts of an answer that are read. The guide's samples have `accounts` where the reference has `account`. */
export interface AccountAnswer {
  account?: Partial<Record<Counter, string | null>>;
  accounts?: Partial<Record<Counter, string | null>>;
  limits: { from?: string; to?: string; resources?: string[] };
}

/** The counters that are in every answer; the others are in those of some versions. */
const always: readonly string[] = ["viewing_seconds", "viewing_bytes"];

/**
 * What an answer says, in the facade's terms: over the range that the vendor says it applied, which is the one asked for
 * or a part of it. Pure.
 *
 * @throws MetermuxError `unexpected_response` for an answer about another range or other resources, and for a field that
 * is missing or of another type.
 */
export function readAccount(
  answer: AccountAnswer,
  request: Call<AccountQuery>["request"],
  question: Question,
): MeasurementPage {
  const body = objectField("wowza-video", answer, () => "the answer");
  const found = body.account ?? body.accounts;
  if (found === undefined || found === null) throw unexpectedResponse("wowza-video", 'no "account" in the body');
  const account = objectField("wowza-video", found, () => "account");
  const { from, to, resources } = objectField("wowza-video", body.limits, () => "limits");
  // Times of usage are UTC, in requests without a zone too, as the vendor's reference says.
  const start = parseVendorInstant("wowza-video", from, "limits.from", "UTC");
  const end = parseVendorInstant("wowza-video", to, "limits.to", "UTC");
  if (start >= end || start < question.start || end > question.end) {
    const [applied, asked] = [{ start, end }, question].map((span) => {
      return `${formatInstant(span.start)} to ${formatInstant(span.end)}`;
    });
    throw unexpectedResponse("wowza-video", `the answer is about ${applied}, and ${asked} was asked for`);
  }
  checkResources(resources, request);
  const { "filter[0][eq]": resource } = request;
  const groups: Measurement["groups"] = question.groupBy.includes("resource") ? { resource: resource ?? null } : {};
  const measurements: Measurement[] = [];
  const absent: string[] = [];
  for (const { id: meterId } of question.meters) {
    const value = Object.hasOwn(account, meterId) ? account[meterId] : undefined;
    if (value === undefined && !always.includes(meterId)) {
      absent.push(meterId);
      continue;
    }
    const amount = amountField("wowza-video", value, () => `account.${meterId}`);
    const measurement: Measurement = { meterId, customerId: null, start, end, value: amount, groups };
    if (question.raw) measurement.raw = answer;
    measurements.push(measurement);
  }
  return { measurements, remainders: [], absent };
}

/** A list of what was counted is that of the filter. The guides' samples have none. */
function checkResources(resources: unknown, request: AccountQuery): void {
  const asked = request["filter[0][eq]"] ?? request["filter[0][in]"];
  if (resources === undefined || resources === null) return;
  const listed = listField("wowza-video", resources, () => "limits.resources");
  if (asked === undefined || [...listed].sort().join() === asked) return;
  throw unexpectedResponse("wowza-video", `the answer is about ${listed.join(",")}, not ${asked}`);
}
