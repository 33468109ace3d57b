import { MetermuxError } from "@metermux/http";
import { describe, expect, test } from "vitest";
import { capabilitiesOf, collect, fakeProvider } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery } from "./index.js";

const clock = { now: () => Date.parse("2026-09-01") };
const oneDay: UsageQuery = { start: "2026-06-01", end: "2026-06-02", window: "day" };

/** A vendor whose answers name customers, with a list that is read or refused. */
function setUp(refusal?: MetermuxError, customers: "reported" | "listed" = "reported") {
  const provider = fakeProvider({
    capabilities: capabilitiesOf({}, { customers }),
    customers: [{ id: "a", name: "Acme" }],
    async *ask({ question }) {
      const ids = question.scope === "named" ? question.customers.map(({ id }) => id) : ["a", "b"];
      const { start, end } = question;
      yield {
        measurements: ids.map((customerId) => ({ meterId: "m", customerId, start, end, value: "1", groups: {} })),
        remainders: [],
      };
    },
  });
  const connection = refusal ? { ...provider, customers: () => Promise.reject(refusal) } : provider;
  return createUsage({ here: connection }, { clock });
}

const refused = (code: "unauthorized" | "vendor_failure") => new MetermuxError("no list", { code });

describe("customers that answers name", () => {
  test("have the names of the list, where they are in it", async () => {
    const result = setUp().query(oneDay);
    const rows = await collect(result);
    expect(rows.map(({ customerId, customerName }) => [customerId, customerName])).toEqual([
      ["a", "Acme"],
      ["b", null],
    ]);
    expect(result.report.notes).toEqual([]);
  });

  test("can be asked for by id though they are not listed", async () => {
    const rows = await collect(setUp().query({ ...oneDay, customers: ["b"] }));
    expect(rows.map(({ customerId }) => customerId)).toEqual(["b"]);
  });

  test("have no names where the credential may not list them, said once", async () => {
    const usage = setUp(refused("unauthorized"));
    const result = usage.query(oneDay);
    expect((await collect(result)).map(({ customerName }) => customerName)).toEqual([null, null]);
    const about = "the credential may not list customers, so their names are not known";
    expect(result.report.notes).toEqual([{ connection: "here", about }]);
    expect((await usage.plan(oneDay)).connections[0]?.notes).toEqual([about]);
  });

  test("end the query where listing them fails otherwise, or where the vendor answers for listed ones only", async () => {
    await expect(collect(setUp(refused("vendor_failure")).query(oneDay))).rejects.toThrow("no list");
    await expect(collect(setUp(refused("unauthorized"), "listed").query(oneDay))).rejects.toThrow("no list");
  });
});
