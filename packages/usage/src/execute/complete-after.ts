import type { Call } from "../provider.js";

/**
 * For each call, whether what has come together by its end is whole. An adapter may ask about the same meters and
 * customers in several calls, one for each part of the range, and a week or month can lie in two of them.
 */
export function completeAfterEach(calls: readonly Call[]): readonly boolean[] {
  const subjects = calls.map(({ question: { meters, customers } }) =>
    JSON.stringify([meters.map(({ id }) => id), customers.map(({ id }) => id)]),
  );
  const last = new Map(subjects.map((subject, index) => [subject, index]));
  let open = 0;
  return subjects.map((subject, index) => {
    open = Math.max(open, last.get(subject) ?? index);
    return open === index;
  });
}
