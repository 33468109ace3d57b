import { isMetermuxError } from "@metermux/http";
import type { Call, Meter } from "../provider.js";
import { type Answer, type Asking, answersOf } from "./answers.js";

/**
 * The answers of a call for meters that nobody named: those are left out that the answer itself shows not to be had. Where
 * it refuses several at once, one of them may be to blame for all, so each is asked for by itself.
 *
 * @param leaveOut told of a meter that is left out, and why.
 * @throws MetermuxError as `answersOf` does; a refusal only after part of an answer was handed out.
 */
export async function* answersUnlessRefused(
  call: Call,
  asking: Asking,
  leaveOut: (meter: Meter, reason: string) => void,
): AsyncGenerator<Answer, void, undefined> {
  const { meters } = call.question;
  const [only, ...others] = meters;
  let begun = false;
  try {
    for await (const answer of answersOf(call, asking)) {
      begun = true;
      yield answer;
    }
    return;
  } catch (error) {
    if (begun || only === undefined || !isMetermuxError(error) || error.code !== "unsupported") throw error;
    if (others.length === 0) return leaveOut(only, error.message);
  }
  for (const meter of meters) {
    for (const part of asking.provider.plan({ ...call.question, meters: [meter] })) {
      yield* answersUnlessRefused(part, asking, leaveOut);
    }
  }
}
