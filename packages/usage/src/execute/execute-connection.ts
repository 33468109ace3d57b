import type { MetermuxError } from "@metermux/http";
import type { QueryReport } from "../model/report.js";
import type { UsageRow } from "../model/row.js";
import type { PreparedConnection } from "../plan/prepare-connection.js";
import { isDerived } from "../plan/route.js";
import type { Step } from "../plan/steps.js";
import type { Call, Measurement, Meter } from "../provider.js";
import { stopSignal } from "../stop-signal.js";
import { leastVendorTime } from "../vendor-time.js";
import { watchAbsentMeters } from "./absent-meters.js";
import { addCaveats, addRemainder, addSkipped } from "./add-to-report.js";
import { guardAnswers } from "./check-answer.js";
import { completeAfterEach } from "./complete-after.js";
import { windowLocator } from "./locate-window.js";
import { inOrder, type Readers } from "./prefetch.js";
import { type Answer, type CallContext, readCall } from "./read-call.js";
import { measurementReader, restReader } from "./read-measurement.js";
import type { BeforeRequest } from "./request-budget.js";
import type { RollUp } from "./roll-up.js";
import type { Outcome } from "./skip-refused-meters.js";
import { type RowParts, rowMaker } from "./to-row.js";

/** How the calls of a share are made, and what is told of them. */
export interface ExecutionSettings {
  includeIncomplete: boolean;
  now: () => number;
  /** Every request is told to it before it goes out. */
  beforeRequest: BeforeRequest;
  report: QueryReport;
}

// Enough chains to keep a vendor's rate full over a slow line, and little enough of each that memory stays small.
const readers: Readers<Outcome> = {
  width: 6,
  pages: 8,
  size: 1_000,
  sizeOf: (outcome) => ("page" in outcome ? outcome.page.measurements.length : 0),
};

// A consumer waits no longer for the first row of a large page than for that of a small one, and few rows live at once.
const rowsAtOnce = 100;

/**
 * Makes the calls of one connection and hands out the rows inside the range, some at a time, in the order of the plan.
 *
 * @throws MetermuxError whatever ended the answer; never a short one.
 */
export async function* executeConnection(
  share: PreparedConnection,
  settings: ExecutionSettings,
  signal: AbortSignal,
): AsyncGenerator<readonly UsageRow[], void, undefined> {
  const toRow = rowMaker(share);
  const { includeIncomplete } = settings;
  for (const step of share.steps) {
    for await (const rows of executeStep(share, step, settings, toRow, signal)) {
      yield includeIncomplete ? rows : rows.filter(({ incompleteReason }) => incompleteReason !== "open");
    }
  }
}

async function* executeStep(
  share: PreparedConnection,
  step: Step,
  { report, now, beforeRequest }: ExecutionSettings,
  toRow: (parts: RowParts) => UsageRow,
  callers: AbortSignal,
): AsyncGenerator<readonly UsageRow[], void, undefined> {
  const { connection, provider, range } = share;
  const { route } = step;
  let rollUp: RollUp | undefined;
  const place = windowLocator(range, provider.vendor);
  const guard = guardAnswers(provider, step);
  const read = measurementReader(share, step, place, guard);
  const readRest = restReader(share, step);
  // Values of several calls meet in one where customers are added up or a range is asked for in parts.
  const meet = route.overCustomers || (route.overTime && step.question.spans.length > 0);
  const whole = completeAfterEach(step.calls);
  let call = 0;
  const { signal, stop } = stopSignal(callers);
  const asking = { step, provider, windows: range.spans, now, beforeRequest, signal };
  const skip = (meter: Meter, why: MetermuxError | string) => addSkipped(report, connection, meter, why);
  const named = share.names.query.meters !== undefined;
  const seeAbsent = watchAbsentMeters({ vendor: provider.vendor, named, meters: step.meters, addSkipped: skip });
  const tell = (remainder: Measurement, windows?: number) =>
    addRemainder(report, connection, remainder, step.meters, windows);
  for await (const answers of pagesInOrder(asking, named ? undefined : skip, stop)) {
    for await (const answer of answers) {
      const { page, question, at } = answer;
      const arrival = { at, reached: leastVendorTime(provider, at, now()) };
      seeAbsent(page);
      if (question.operation !== step.operation.operation) {
        addCaveats(report, connection, provider.capabilities, question.operation);
      }
      const combined = isPartOfRange(answer) || isDerived(route);
      if (combined) rollUp ??= await makeRollUp(share, step, tell);
      const into = combined ? rollUp : undefined;
      for (const remainder of page.remainders) {
        const found = place(remainder, question);
        guard.checkRemainder(remainder, question);
        if (found === undefined) continue;
        const rest = into && readRest(remainder, found, arrival);
        if (rest) into.addRest(rest);
        else tell(remainder);
      }
      // An operation that lists what another one capped has groups without the dimension, too.
      const untold = route.again !== undefined && question.operation !== route.again.operation;
      let rows: UsageRow[] = [];
      for (const measurement of page.measurements) {
        const parts = read(measurement, question, arrival);
        if (parts === undefined) continue;
        if (into) into.add(parts, untold);
        else rows.push(toRow(parts));
        if (rows.length < rowsAtOnce) continue;
        yield rows;
        rows = [];
      }
      yield rows;
    }
    rollUp?.endOfCall();
    if (whole[call]) guard.endOfSubjects();
    if (!meet && rollUp && whole[call]) yield rollUp.flush().map(toRow);
    call += 1;
  }
  if (rollUp) yield rollUp.flush().map(toRow);
}

/**
 * The answers to the calls of a step.
 *
 * @param skip leaves out a meter that an answer refuses; undefined where the meters were named.
 */
async function* pagesInOrder(
  asking: CallContext,
  skip: ((meter: Meter, why: MetermuxError | string) => void) | undefined,
  stop: () => void,
): AsyncGenerator<AsyncIterable<Answer>, void, undefined> {
  const { calls } = asking.step;
  if (skip === undefined) return yield* inOrder(calls, (call: Call) => readCall(call, asking), readers, stop);
  // Loaded where meters that were not named can be left out.
  const { leavingOut } = await import("./skip-refused-meters.js");
  const leaving = leavingOut(asking, skip);
  yield* leaving.answers(inOrder(calls, leaving.open, readers, stop));
}

/** Values of the vendor's own are not put together, and load nothing that does it. */
async function makeRollUp(
  { names, provider }: PreparedConnection,
  { question }: Step,
  tell: (remainder: Measurement, windows: number) => void,
): Promise<RollUp> {
  const { createRollUp } = await import("./roll-up.js");
  return createRollUp({ question, groupBy: names.groupBy, vendor: provider.vendor, report: tell });
}

/** Whether an answer is of a part of one window. */
function isPartOfRange({ halved, question }: Answer): boolean {
  return halved && question.window === "none";
}
