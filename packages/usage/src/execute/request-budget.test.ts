import { expect, test } from "vitest";
import { createRequestBudget } from "./request-budget.js";

test("as many requests go out as are allowed, and not one more, however often it is tried", () => {
  const beforeRequest = createRequestBudget(2);
  beforeRequest();
  beforeRequest();
  const refusal = expect.objectContaining({ code: "invalid_input", field: "maxRequests" });
  expect(beforeRequest).toThrow(refusal);
  expect(beforeRequest).toThrow(refusal);
  expect(beforeRequest).toThrow("maxRequests: 2 cannot be used; the answers need more than were planned");
  expect(beforeRequest).toThrow("2 requests were sent; ask for less, or allow more with maxRequests");
});
