import type { ErrorParts } from "./error-parts.js";

/** How a list did not come to a proper end, in words. */
const problems = {
  page: () => "a page came a second time",
  row: () => "a row came a second time",
  cursor: () => "a cursor came a second time",
  emptyCursor: () => "an empty cursor came",
  emptyPages: (most?: number) => `more than ${most} empty pages came in a row`,
  maxPages: (most?: number) => `there are more than ${most} pages`,
  maxItems: (most?: number) => `there are more than ${most} items`,
  total: (total?: number, count?: number) => `the list says that it has ${total} items, and ${count} came`,
};

/** What is wrong with a list of pages. */
export type ListProblem = keyof typeof problems;

/** The error of a list that did not come to a proper end, after so many pages. */
export function listError(name: string, problem: ListProblem, pages: number, ...numbers: number[]): ErrorParts {
  const what = problems[problem](...numbers);
  const message = `${name}: ${what}, after ${pages} pages; the rows so far are not all`;
  return { message, code: "incomplete_result" };
}
