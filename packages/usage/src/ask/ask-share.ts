import { isMetermuxError } from "@metermux/http";
import type { Share } from "../lookup/share.js";
import { formatInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { QueryReport } from "../model/report.js";
import type { UsageRow } from "../model/row.js";
import { isDerived } from "../plan/route.js";
import type { Step } from "../plan/steps.js";
import type { Call, Measurement, Question } from "../provider.js";
import { type Answer, answersOf } from "./answers.js";
import { createCombiner } from "./combine.js";
import { type Place, placer } from "./place.js";
import { inOrder } from "./read-ahead.js";
import { tally } from "./tally.js";
import { type RowParts, readValue, rowMaker } from "./to-row.js";

/** How the calls of a share are made, and what is told of them. */
export interface AskSettings {
  includeIncomplete: boolean;
  now: () => number;
  report: QueryReport;
}

// Enough chains to keep a vendor's rate full over a slow line, and few enough pages of each that memory stays small.
const readers = { width: 6, pages: 8 };

/**
 * Makes the calls of one connection and hands out the rows inside the range, a page at a time, in the order of the plan.
 *
 * @throws MetermuxError whatever ended the answer; never a short one.
 */
export async function* askShare(
  share: Share,
  settings: AskSettings,
  signal: AbortSignal,
): AsyncGenerator<readonly UsageRow[], void, undefined> {
  const toRow = rowMaker(share);
  const { includeIncomplete } = settings;
  for (const step of share.steps) {
    for await (const parts of askStep(share, step, settings, signal)) {
      const now = settings.now();
      const rows = parts.map((each) => toRow(each, now));
      yield includeIncomplete ? rows : rows.filter(({ incompleteReason }) => incompleteReason !== "open");
    }
  }
}

async function* askStep(
  share: Share,
  step: Step,
  { report }: AskSettings,
  signal: AbortSignal,
): AsyncGenerator<readonly RowParts[], void, undefined> {
  const { connection, provider, range } = share;
  const { vendor } = provider;
  const { route } = step;
  const combiner = createCombiner(step.question.window, vendor);
  const isJoined = joiner(step);
  const place = placer(range, vendor);
  const read = reader(share, step, place);
  // Values of several calls meet in one where customers are added up or a range is asked for in parts.
  const meet = route.overCustomers || (route.overTime && step.operation.anyRange !== undefined);
  if (route.overTime && provider.capabilities.doubtAboutParts !== undefined) {
    report.notes.push({ connection, about: provider.capabilities.doubtAboutParts });
  }
  const stop = new AbortController();
  const forward = () => stop.abort(signal.reason);
  if (signal.aborted) forward();
  signal.addEventListener("abort", forward, { once: true });
  try {
    const calls = inOrder(
      step.calls,
      (call) => answersOf(call, step, provider, stop.signal),
      readers,
      () => stop.abort(),
    );
    let index = 0;
    for await (const answers of calls) {
      const call = step.calls[index];
      index += 1;
      for await (const answer of unlessRefused(answers, share, call, report)) {
        for (const remainder of answer.page.remainders) {
          if (place(remainder, answer.question)) tally(report, connection, remainder, step.meters);
        }
        const parts = answer.page.measurements.flatMap((measurement) => read(measurement, answer.question) ?? []);
        if (isJoined(answer)) for (const part of parts) combiner.add(part);
        else yield parts;
      }
      combiner.endOfCall();
      if (!meet) yield combiner.flush();
    }
    yield combiner.flush();
  } finally {
    signal.removeEventListener("abort", forward);
    stop.abort();
  }
}

/** Meters that nobody named are skipped when the answer itself shows that they cannot be had; nothing came of them yet. */
async function* unlessRefused(
  answers: AsyncIterable<Answer>,
  { connection, names }: Share,
  call: Call | undefined,
  report: QueryReport,
): AsyncGenerator<Answer, void, undefined> {
  let begun = false;
  try {
    for await (const answer of answers) {
      begun = true;
      yield answer;
    }
  } catch (error) {
    const refused = isMetermuxError(error) && error.code === "unsupported" && names.query.meters === undefined;
    if (!refused || begun || call === undefined) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    for (const { id, name } of call.question.meters) {
      report.skipped.push({ connection, meterId: id, meterName: name, reason });
    }
  }
}

/** Whether an answer's values are put together with others. */
function joiner({ route }: Step): (answer: Answer) => boolean {
  const derived = isDerived(route);
  return ({ halved, question }) => derived || (halved && question.window === "none");
}

/** Reads measurements in the words of the query; undefined for one outside the range. */
function reader(
  { provider: { vendor }, names }: Share,
  { meters, route }: Step,
  place: (measurement: Measurement, question: Question) => Place | undefined,
): (measurement: Measurement, question: Question) => RowParts | undefined {
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const own = names.query.groupBy;
  const renamed = own.map((name) => [names.dimensions.get(name) ?? name, name] as const);
  const asTheyCome = route.groupBy.length === own.length && renamed.every(([name, vendors]) => name === vendors);
  const check = customerCheck(vendor);
  return (measurement, question) => {
    const { meterId, customerId, truncated = false } = measurement;
    const meter = byId.get(meterId);
    if (meter === undefined) {
      throw unexpectedResponse(vendor, `a row came for meter ${meterId}, which was not asked for`);
    }
    check(measurement, question);
    const found = place(measurement, question);
    if (found === undefined) return undefined;
    const groups = asTheyCome
      ? measurement.groups
      : Object.fromEntries(renamed.map(([name, vendors]) => [name, measurement.groups[vendors] ?? null]));
    const value = readValue(measurement, vendor);
    const { span, clipped } = found;
    const whose = route.overCustomers ? null : customerId;
    return { meter, customerId: whose, span, value, groups, clipped, truncated, source: measurement };
  };
}

/** Refuses rows of customers that were not asked for. Where everybody is meant, some may not be listed yet. */
function customerCheck(vendor: string): (measurement: Measurement, question: Question) => void {
  const idsOf = new WeakMap<Question, ReadonlySet<string>>();
  return ({ customerId, start }, question) => {
    if (question.scope !== "named" || customerId === null) return;
    let ids = idsOf.get(question);
    if (ids === undefined) {
      ids = new Set(question.customers.map(({ id }) => id));
      idsOf.set(question, ids);
    }
    if (ids.has(customerId)) return;
    const about = `customer ${customerId}, ${formatInstant(start)}`;
    throw unexpectedResponse(vendor, `a row came for ${about}, who was not asked for`);
  };
}
