import { isMetermuxError } from "@metermux/http";
import type { Span } from "../model/calendar.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Step } from "../plan/steps.js";
import type {
  Call,
  Measurement,
  MeasurementPage,
  OperationCapabilities,
  PartsJoiner,
  Provider,
  Question,
} from "../provider.js";
import type { TruncatedLists } from "./requery-truncated.js";
import type { BeforeRequest } from "./request-budget.js";

/** A page of what a question got. */
export interface Answer {
  page: MeasurementPage;
  /** What was asked to get it. */
  question: Question;
  /** The range was halved, so that values for the whole of it have to be put together. */
  halved: boolean;
  /** When it arrived, in milliseconds since the epoch. */
  at: number;
}

/** What a call is made with. */
export interface CallContext {
  step: Step;
  provider: Provider;
  /** The windows of the query, in order. */
  windows: readonly Span[];
  now: () => number;
  beforeRequest: BeforeRequest;
  signal: AbortSignal;
}

/**
 * Makes one call of a step and follows it to its end. What the vendor says is too much is asked for in halves; what it
 * capped is asked for again where another operation lists it whole.
 *
 * @throws MetermuxError `unsupported` where what cannot be cut is still too much; `invalid_input` where the query
 * allows no more requests; whatever else ended the answer.
 */
export async function* readCall(call: Call, asking: CallContext): AsyncGenerator<Answer, void, undefined> {
  const { step, provider } = asking;
  const { again } = step.route;
  if (again === undefined) return yield* readInParts(call, asking);
  // Loaded by who needs it, as the halves below.
  const { createTruncatedLists } = await import("./requery-truncated.js");
  const capped = createTruncatedLists(provider.vendor);
  for await (const answer of readInParts(call, asking)) {
    yield { ...answer, page: capped.takeFrom(answer.page, answer.at) };
    if (capped.isFull()) yield* requery(capped, call.question, again, asking);
  }
  yield* requery(capped, call.question, again, asking);
}

async function* requery(
  capped: TruncatedLists,
  asked: Question,
  again: OperationCapabilities,
  asking: CallContext,
): AsyncGenerator<Answer, void, undefined> {
  const { step, provider } = asking;
  for (const { question, settle } of capped.questions(asked, again)) {
    const measurements: Measurement[] = [];
    const remainders: Measurement[] = [];
    // Values of one list stand or fall together, so they are as old as the first of them.
    let first = Number.POSITIVE_INFINITY;
    for (const part of provider.plan(question)) {
      for await (const { page, at } of readInParts(part, { ...asking, step: { ...step, operation: again } })) {
        for (const measurement of page.measurements) measurements.push({ ...measurement, at: measurement.at ?? at });
        for (const remainder of page.remainders) remainders.push(remainder);
        first = Math.min(first, at);
      }
    }
    const at = Number.isFinite(first) ? first : asking.now();
    const { page, kept } = settle({ measurements, remainders });
    for (const list of kept) yield { ...list, question: asked, halved: false };
    yield { page, question, halved: false, at };
  }
}

/** What a call is a part of, once the range of a question is asked for in parts. */
interface Parts {
  /** Whether values over the whole range have to be put together. */
  halved: boolean;
  /** Joins the parts, where the vendor's answers to them need it. */
  joiner: PartsJoiner | undefined;
  /** When each part was answered. */
  times: Map<Question, number>;
}

async function* readInParts(call: Call, asking: CallContext, parts?: Parts): AsyncGenerator<Answer, void, undefined> {
  const { provider, now, beforeRequest, signal } = asking;
  const { question } = call;
  const { halved = false, joiner, times = new Map<Question, number>() } = parts ?? {};
  let begun = false;
  let tooLarge: unknown;
  try {
    beforeRequest();
    for await (const page of typed(provider.ask(call, signal, beforeRequest, now), provider.vendor)) {
      begun = true;
      const { at = now() } = page;
      times.set(question, at);
      yield { page: joiner?.take(page, question) ?? page, question, halved, at };
    }
    return;
  } catch (error) {
    // Part of the answer was handed out: another one would repeat it.
    if (begun || !isMetermuxError(error) || !error.splittable) throw error;
    tooLarge = error;
  }
  const { splitQuestion } = await import("./split-question.js");
  const joining = parts ? joiner : provider.joinParts?.(question);
  for (const half of splitQuestion(question, asking, tooLarge)) {
    // Half of the meters over the whole range leaves each value as it is.
    const shorter = half.end - half.start < question.end - question.start;
    const smaller = { halved: halved || shorter, joiner: joining, times };
    for (const part of provider.plan(half)) yield* readInParts(part, asking, smaller);
  }
  if (parts) return;
  for (const { part, page } of joining?.end() ?? []) {
    if (page.measurements.length + page.remainders.length === 0) continue;
    yield { page, question: part, halved: true, at: times.get(part) ?? now() };
  }
}

/**
 * Pages of an answer. An adapter that stumbles over one (a member that is not there, a time that is none) found a shape
 * that was not promised. What else comes, such as the error of a credential's function, is left as it is.
 */
async function* typed<Page>(pages: AsyncIterable<Page>, vendor: string): AsyncGenerator<Page, void, undefined> {
  try {
    yield* pages;
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause;
    throw unexpectedResponse(vendor, "an answer came of a shape that was not promised", cause);
  }
}
