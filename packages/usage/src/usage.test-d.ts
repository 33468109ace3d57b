import { expectTypeOf, test } from "vitest";
import { createUsage, type Provider, type Usage, type UsageQuery } from "./index.js";

declare const provider: Provider;
const march = { start: "2026-03-01", end: "2026-04-01", window: "month" } as const;

test("a connection that is not configured does not compile", () => {
  const usage = createUsage({ billing: provider, video: provider });
  expectTypeOf(usage).toEqualTypeOf<Usage<"billing" | "video">>();
  usage.query({ ...march, connections: ["billing"] });
  usage.query(march);
  usage.query({ ...march, connections: undefined, meters: undefined, signal: undefined });
  // @ts-expect-error there is no such connection.
  usage.query({ ...march, connections: ["typo"] });
  // @ts-expect-error nor here.
  usage.plan({ ...march, connections: ["billing", "typo"] });
});

test("names that are known at run time only are checked there", () => {
  const usage = createUsage({ billing: provider });
  const query: UsageQuery = march;
  usage.query(query);
  usage.query({ ...march, connections: ["billing"].filter(Boolean) as string[] });
  const any: Usage = usage;
  any.query({ ...march, connections: ["whatever"] });
  const several: Record<string, Provider> = { billing: provider };
  createUsage(several).query({ ...march, connections: ["whatever"] });
  createUsage(several, { map: undefined, keepListsMs: undefined, clock: undefined });
});
