import { isMetermuxError, type MetermuxError } from "@metermux/http";
import type { Call, Meter } from "../provider.js";
import { type Answer, type CallContext, readCall } from "./read-call.js";

/** A meter that an answer shows not to be had, and why. */
export interface RefusedMeter {
  refused: Meter;
  error: MetermuxError;
}

/** A page of an answer, or what came in its place. */
export type Outcome = Answer | RefusedMeter;

/** Leaves out meters that nobody named and that an answer refuses: each whole, or not at all. */
export interface LeavingOut {
  /**
   * Makes one call. Where it refuses several meters at once, one of them may be to blame for all, so each is asked for by
   * itself. Nothing more is asked of a meter that was refused before.
   *
   * @throws MetermuxError as `readCall` does; a refusal only after part of an answer was handed out.
   */
  open(call: Call): AsyncGenerator<Outcome, void, undefined>;
  /**
   * The answers to all calls, in order, one item for each call, without those of meters that are left out. Where a call
   * can be refused, no answer about its meters is handed out before every call for them is answered.
   *
   * @throws MetermuxError `unsupported` for a meter that is refused after rows of it were handed out.
   */
  answers(opened: AsyncIterable<AsyncIterable<Outcome>>): AsyncGenerator<AsyncIterable<Answer>, void, undefined>;
}

/** @param addSkipped is called for each meter that is left out, with its refusal. */
export function leavingOut(asking: CallContext, addSkipped: (meter: Meter, why: MetermuxError) => void): LeavingOut {
  const { step, provider } = asking;
  const { calls } = step;
  const isHeld = calls.some(({ canBeRefused }) => canBeRefused) || step.operation.mayExceedLimit === true;
  // Known as soon as an answer comes, which is before its turn.
  const refused = new Set<string>();

  async function* open(call: Call): AsyncGenerator<Outcome, void, undefined> {
    const { meters } = call.question;
    const rest = meters.filter(({ id }) => !refused.has(id));
    if (rest.length === meters.length) return yield* attempt(call);
    if (rest.length === 0) return;
    for (const part of provider.plan({ ...call.question, meters: rest })) yield* attempt(part);
  }

  async function* attempt(call: Call): AsyncGenerator<Outcome, void, undefined> {
    const { meters } = call.question;
    const [only, ...others] = meters;
    const held: Answer[] = [];
    let begun = false;
    try {
      for await (const answer of readCall(call, asking)) {
        if (isHeld) {
          held.push(answer);
          continue;
        }
        begun = true;
        yield answer;
      }
    } catch (error) {
      if (begun || only === undefined || !isMetermuxError(error) || error.code !== "unsupported") throw error;
      if (others.length > 0) return yield* oneByOne(call);
      refused.add(only.id);
      yield { refused: only, error };
      return;
    }
    yield* held;
  }

  async function* oneByOne({ question }: Call): AsyncGenerator<Outcome, void, undefined> {
    for (const meter of question.meters) {
      for (const part of provider.plan({ ...question, meters: [meter] })) yield* open(part);
    }
  }

  async function* answers(opened: AsyncIterable<AsyncIterable<Outcome>>) {
    // In the order of the calls, whatever was read ahead.
    const left = new Set<string>();
    const handedOut = new Set<string>();
    const take = (outcome: Outcome): outcome is Answer => {
      if (!("refused" in outcome)) return true;
      const { refused: meter, error } = outcome;
      if (handedOut.has(meter.id)) throw error;
      left.add(meter.id);
      addSkipped(meter, error);
      return false;
    };
    const whole = settledAfterEach(calls);
    let held: Answer[][] = [];
    let index = 0;
    for await (const outcomes of opened) {
      if (!isHeld) yield passOn(outcomes, take, left, handedOut);
      else {
        held.push(await collect(outcomes, take));
        if (whole[index]) {
          for (const some of held) yield inTurn(some.map((answer) => without(answer, left)));
          held = [];
        }
      }
      index += 1;
    }
  }

  return { open, answers };
}

async function* passOn(
  outcomes: AsyncIterable<Outcome>,
  take: (outcome: Outcome) => outcome is Answer,
  left: ReadonlySet<string>,
  handedOut: Set<string>,
): AsyncGenerator<Answer, void, undefined> {
  for await (const outcome of outcomes) {
    if (!take(outcome)) continue;
    for (const { id } of outcome.question.meters) handedOut.add(id);
    yield without(outcome, left);
  }
}

async function collect(
  outcomes: AsyncIterable<Outcome>,
  take: (outcome: Outcome) => outcome is Answer,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const outcome of outcomes) if (take(outcome)) answers.push(outcome);
  return answers;
}

async function* inTurn<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items;
}

/** An answer without what it says of meters that are left out. */
function without(answer: Answer, left: ReadonlySet<string>): Answer {
  if (left.size === 0) return answer;
  const isKept = ({ meterId }: { meterId: string }) => !left.has(meterId);
  const { page } = answer;
  const measurements = page.measurements.filter(isKept);
  return { ...answer, page: { ...page, measurements, remainders: page.remainders.filter(isKept) } };
}

/** For each call, whether every call about the meters of all calls so far is over by its end. */
function settledAfterEach(calls: readonly Call[]): readonly boolean[] {
  const last = new Map<string, number>();
  calls.forEach(({ question }, index) => {
    for (const { id } of question.meters) last.set(id, index);
  });
  let open = 0;
  return calls.map(({ question }, index) => {
    for (const { id } of question.meters) open = Math.max(open, last.get(id) ?? index);
    return open <= index;
  });
}
