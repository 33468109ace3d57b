import { type ConnectionOptions, createTransport, unwrap } from "@metermux/http";
import {
  canonicalField,
  listField,
  objectField,
  optionalText,
  parseVendorInstant,
  textField,
} from "../adapter/index.js";
import { watchClock } from "../adapter/watch-clock.js";
import { windowsOf } from "../model/range.js";
import type { Call, Capabilities, Meter, Provider, Question } from "../provider.js";

/** A vendor of one operation, whose answer is computed from its question. */
export interface PlainVendor {
  capabilities: Capabilities;
  meters: readonly Meter[];
  units: readonly string[];
}

export const secret = "plain-vendor-secret";
const baseUrl = "https://plain.test";
const customers = ["a", "b"];

/** The moment: there is no usage after it. */
export const now = Date.parse("2026-03-10T15:23:00Z");

/** The value of a window: another one for every customer, unit and minute of its length. */
export function amountOf(start: number, end: number, customer: string, unit: string): string {
  const weight = customer.charCodeAt(0) + (unit === "" ? 0 : unit.charCodeAt(0));
  return String((((Math.min(end, now) - start) / 60_000) * weight) / 4);
}

/** Answers for the vendor. */
export async function answerPlainly({ units }: PlainVendor, request: Request): Promise<Response> {
  if (request.headers.get("authorization") !== `Bearer ${secret}`) return Response.json({}, { status: 401 });
  const { start, end, window, timeZone, meters }: Question = await request.json();
  const spans = window === "none" ? [{ start, end }] : windowsOf({ start, end }, window, timeZone);
  const rows = meters.flatMap(({ id }) =>
    spans.flatMap((span) =>
      customers.flatMap((customer) =>
        units.map((unit) => {
          const [from, to] = [span.start, span.end].map((time) => new Date(time).toISOString());
          return { meter: id, customer, unit, from, to, value: amountOf(span.start, span.end, customer, unit) };
        }),
      ),
    ),
  );
  return Response.json({ rows });
}

/** An adapter for it. */
export function plainVendor(vendor: PlainVendor, options: ConnectionOptions, token: string): Provider<Question> {
  const watched = watchClock(options);
  const credential = { value: token, field: "token", header: "authorization", scheme: "Bearer" };
  const operations = { "POST /usage": { read: true, envelope: ["rows[]"] } };
  const send = createTransport({ vendor: "plain", baseUrl, operations, credential, rate: false }, watched.options);
  return {
    vendor: "plain",
    capabilities: vendor.capabilities,
    rate: false,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    meters: async () => vendor.meters,
    customers: async () => customers.map((id) => ({ id, name: null })),
    plan: (question): Call<Question>[] => [{ operation: "POST /usage", request: question, requests: 1, question }],
    async *ask({ request, question }, signal) {
      const post = { method: "POST", body: JSON.stringify(request), headers: { "content-type": "application/json" } };
      const response = await send(new Request(`${baseUrl}/usage`, { ...post, signal }));
      const body: unknown = await response.json().catch(() => undefined);
      const answer = unwrap(response.ok ? { data: body, response } : { error: body, response });
      yield { measurements: readRows(await answer, question), remainders: [] };
    },
  };
}

function readRows(answer: unknown, { raw }: Question) {
  const body = objectField("plain", answer, () => "the answer");
  return listField("plain", body.rows, () => "rows").map((each) => {
    const row = objectField("plain", each, () => "a row");
    const unit = optionalText("plain", row.unit, () => "unit");
    return {
      meterId: textField("plain", row.meter, () => "meter"),
      customerId: textField("plain", row.customer, () => "customer"),
      start: parseVendorInstant("plain", row.from, "the start of a row"),
      end: parseVendorInstant("plain", row.to, "the end of a row"),
      value: canonicalField("plain", row.value, () => "value"),
      groups: {},
      ...(unit !== null && unit !== "" && { unit }),
      ...(raw && { raw: row }),
    };
  });
}
