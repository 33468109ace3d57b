import { isObject, type Json, writeJson } from "../server/json.js";
import { toResponse, type VendorResponse } from "../server/vendor-response.js";
import { type Encounter, type Fault, fault, wholeNumber } from "./fault.js";
import { isAmount, mapLists, mapValues } from "./reshape.js";

const DAY = 86_400;
const instant = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const seconds = /secondsSinceEpoch/i;

/** Changes the JSON of a 200 before it is serialized, so that numbers keep their digits. Null means that nothing changes. */
function changed(change: (body: Json, encounter: Encounter) => Json | undefined): Fault["prepare"] {
  return () => async (encounter) => {
    const answer: VendorResponse = await encounter.answer();
    if (answer.status !== 200) return null;
    const body = change(answer.body, encounter);
    if (body === undefined || writeJson(body) === writeJson(answer.body)) return null;
    return toResponse({ ...answer, body });
  };
}

function content(name: string, what: string, change: (body: Json, encounter: Encounter) => Json | undefined): Fault {
  return { name, what, prepare: changed(change) };
}

const all: readonly Fault[] = [
  {
    name: "other-range",
    parameter: "DAYS",
    what: "The answer is dated that many days later, 400 by default, with the values of the requested range.",
    prepare: (parameter) => changed((body) => moved(body, wholeNumber(parameter, 400, 40_000)))(),
  },
  content(
    "other-range-unlisted",
    "Like `other-range`, without the answer's list of intervals where a vendor sends one.",
    (body) => withoutIntervals(moved(body, 400)),
  ),
  content("zoneless-times", "No time in the answer has an offset.", (body) =>
    mapTexts(body, (text) =>
      text.replace(instant, (_, date, between, time, fraction = "") => date + between + time + fraction),
    ),
  ),
  content("mixed-offsets", "Every other UTC time has `+00:00` in place of `Z`. Clients must handle this.", (body) => {
    let count = 0;
    return mapTexts(body, (text) => {
      if (!instant.test(text) || !text.endsWith("Z")) return text;
      count += 1;
      return count % 2 === 0 ? text.replace("Z", "+00:00") : text;
    });
  }),
  content("repeated-row", "Each list of objects has its last object twice.", (body) =>
    mapLists(body, (rows) => [...rows, ...rows.slice(-1)]),
  ),
  content("missing-value", "The first amount of usage in the answer is missing together with its name.", (body) =>
    firstAmount(body, () => undefined),
  ),
  content("value-in-list", "The first amount of usage in the answer is wrapped in a list.", (body) =>
    firstAmount(body, (amount) => [amount]),
  ),
  content("value-as-word", "The first amount of usage in the answer is the text `many`.", (body) =>
    firstAmount(body, () => "many"),
  ),
  content("other-customer", "The answer names a customer that was not requested.", (body) =>
    mapValues(body, (value, key) => (/^customer_?id$/i.test(key) ? "00000000-0000-4000-8000-00000000dead" : value)),
  ),
  content("other-meter", "The answer names a meter that was not requested.", (body) =>
    mapValues(body, (value, key) => (/^(billable_metric_id|meterApiName)$/.test(key) ? "another-meter" : value)),
  ),
  content(
    "hostile-names",
    "Each name ends in terminal control characters and text direction marks. Clients must return it unchanged.",
    (body) =>
      mapValues(body, (value, key) =>
        typeof value === "string" && /name$/i.test(key) && key !== "meterApiName"
          ? `${value}\u001B]0;x\u0007\u202E`
          : value,
      ),
  ),
  fault(
    "escaped-names",
    "All member names are written as JSON escapes. Clients must handle this.",
    async (encounter) => {
      const answer = await encounter.answer();
      const body = writeJson(answer.body).replace(/"([A-Za-z_]+)":/g, (_, name: string) => `"${escaped(name)}":`);
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  ),
  content("contradicting-count", "A list that reports its length reports one more than it holds.", (body) =>
    mapValues(body, (value, key) => (/^total_?records$/i.test(key) && typeof value === "number" ? value + 1 : value)),
  ),
  fault("partial-206", "A 206 with the first half of each list and no sign of it in the body.", async (encounter) => {
    const answer = await encounter.answer();
    if (answer.status !== 200) return null;
    const body = mapLists(answer.body, (rows) => rows.slice(0, Math.ceil(rows.length / 2)));
    return toResponse({ ...answer, body, status: 206 });
  }),
  fault(
    "ignored-query",
    "The vendor ignores the query except for the cursor, so nothing is filtered.",
    async ({ visit }) => {
      const { paging } = visit.vendor;
      const kept = [...visit.query].filter(([name]) => paging?.kind === "cursor" && name === paging.cursor);
      if (visit.query.size === kept.length) return null;
      const answer = await visit.ask(new URLSearchParams(kept));
      return answer.status === 200 ? toResponse(answer) : null;
    },
  ),
];

/** Answers that are valid HTTP and JSON and do not match the request. */
export const contentFaults: readonly Fault[] = all.map((each) => ({ ...each, changesContent: true }));

function mapTexts(body: Json, change: (text: string) => string): Json | undefined {
  return mapValues(body, (value) => (typeof value === "string" ? change(value) : value));
}

function moved(body: Json, days: number): Json | undefined {
  return mapValues(body, (value, key) => {
    if (typeof value === "number") return seconds.test(key) ? value + days * DAY : value;
    const [, date, between, time, fraction = "", zone = ""] =
      typeof value === "string" ? (instant.exec(value) ?? []) : [];
    if (date === undefined) return value;
    const later = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY * 1000).toISOString().slice(0, 10);
    return `${later}${between}${time}${fraction}${zone}`;
  });
}

function withoutIntervals(body: Json | undefined): Json | undefined {
  if (Array.isArray(body)) return body.map((item) => withoutIntervals(item) ?? null);
  if (!isObject(body)) return body;
  return { ...body, secondsSinceEpochIntervals: undefined };
}

/** The first amount of a row, in the vendors' order of members. */
function firstAmount(body: Json, change: (amount: Json) => Json | undefined): Json | undefined {
  let found = false;
  return mapValues(body, (value) => {
    if (found || !isAmount(value)) return value;
    found = true;
    return change(value);
  });
}

function escaped(name: string): string {
  return [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
