import { test } from "vitest";
import { createMetronome } from "./index.js";

const client = createMetronome({ token: "t" });
const bounds = { starting_on: "2026-01-01T00:00:00Z", ending_before: "2026-01-02T00:00:00Z" };

test("a query that the vendor refuses does not compile", () => {
  // @ts-expect-error the vendor answers 400 to limit
  client.POST("/v1/usage", { body: { ...bounds, window_size: "DAY" }, params: { query: { limit: 10 } } });
  // @ts-expect-error there is no weekly window
  client.POST("/v1/usage", { body: { ...bounds, window_size: "WEEK" } });
  // @ts-expect-error both bounds are required
  client.POST("/v1/usage", { body: { window_size: "DAY" } });
  // @ts-expect-error usage is read by POST
  client.GET("/v1/usage", {});
  // @ts-expect-error a client needs a token
  createMetronome({});
});
