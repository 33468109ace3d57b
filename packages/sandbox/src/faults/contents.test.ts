import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

const textOf = async (vendor: (typeof vendorNames)[number], fault?: string) =>
  (await ask(sandbox, vendor, fault)).text();
const years = (text: string) => new Set(text.match(/"20\d\d(?=-)|(?<=secondsSinceEpoch\w*":\[?)\d/g));

describe.each(vendorNames)("of %s", (vendor) => {
  it.each(["other-range", "other-range:800", "other-range-unlisted"])(
    "%s: every time is later, and no value changes",
    async (fault) => {
      const [plain, other] = [await textOf(vendor), await textOf(vendor, fault)];
      expect(other).not.toBe(plain);
      expect(years(other)).not.toEqual(new Set());
      const values = (text: string) => text.match(/"(value|groupValue|viewing_\w+)":-?[\d.]+/g);
      expect(values(other)).toEqual(values(plain));
      if (fault === "other-range-unlisted") expect(other).not.toContain("secondsSinceEpochIntervals");
      expect(other).not.toContain("2026-03-13");
    },
  );

  it("escaped-names: the same JSON in escapes", async () => {
    const escaped = await textOf(vendor, "escaped-names");
    expect(escaped).toContain("\\u0076");
    expect(JSON.parse(escaped)).toEqual(JSON.parse(await textOf(vendor)));
  });

  it("missing-value, value-in-list and value-as-word: one amount is wrong", async () => {
    const plain = await textOf(vendor);
    const [missing, listed, word] = await Promise.all(
      ["missing-value", "value-in-list", "value-as-word"].map((fault) => textOf(vendor, fault)),
    );
    expect(missing?.length).toBeLessThan(plain.length);
    expect(listed?.length).toBe(plain.length + 2);
    expect(word).toContain('"many"');
    for (const text of [missing, listed, word]) expect(() => JSON.parse(text ?? "")).not.toThrow();
  });
});

describe.each(["metronome", "amberflo"] as const)("of %s", (vendor) => {
  it("repeated-row: the last row of each list is repeated", async () => {
    const count = (text: string) => text.match(/"value":/g)?.length ?? 0;
    expect(count(await textOf(vendor, "repeated-row"))).toBeGreaterThan(count(await textOf(vendor)));
  });

  it("other-customer and other-meter: ids that were not requested", async () => {
    // The Amberflo query here names no customer.
    if (vendor === "metronome")
      expect(await textOf(vendor, "other-customer")).toContain("00000000-0000-4000-8000-00000000dead");
    expect(await textOf(vendor, "other-meter")).toContain("another-meter");
  });

  it("partial-206: half of the rows with that status", async () => {
    const response = await ask(sandbox, vendor, "partial-206");
    expect(response.status).toBe(206);
    expect((await response.text()).length).toBeLessThan((await textOf(vendor)).length);
  });
});

describe.each(["metronome", "wowza-video"] as const)("of %s", (vendor) => {
  it("zoneless-times: no time has an offset", async () => {
    expect(await textOf(vendor)).toMatch(/\d\d:\d\d(\.\d+)?(Z|\+00:00)"/);
    const text = await textOf(vendor, "zoneless-times");
    expect(text).toMatch(/\d\d:\d\d(\.\d+)?"/);
    expect(text).not.toMatch(/\d\d:\d\d(\.\d+)?(Z|\+00:00)"/);
  });
});

it("mixed-offsets: the same instants in two formats", async () => {
  const text = await textOf("metronome", "mixed-offsets");
  expect(text).toContain('Z"');
  expect(text.replaceAll("+00:00", "Z")).toBe(await textOf("metronome"));
});

it("hostile-names: the name and the characters after it", async () => {
  const text = await textOf("metronome", "hostile-names");
  const [row]: { billable_metric_name: string }[] = JSON.parse(text).data;
  expect(row?.billable_metric_name).toContain("\u001B]0;x\u0007\u202E");
});

it("contradicting-count: one more than the list holds", async () => {
  const { baseUrl, token } = sandbox.connections["wowza-video"];
  const list = async (headers = {}) => {
    const response = await fetch(`${baseUrl}/usage/transcoders`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    const { pagination } = (await response.json()) as { pagination: { total_records: number } };
    return pagination.total_records;
  };
  expect(await list({ "x-sandbox-fault": "contradicting-count" })).toBe((await list()) + 1);
});

it("ignored-query: archived customers are requested, and the active ones are returned", async () => {
  const { baseUrl, token } = sandbox.connections.metronome;
  const list = async (query: string, headers = {}) => {
    const response = await fetch(`${baseUrl}/v1/customers${query}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    const { data } = (await response.json()) as { data: unknown };
    return data;
  };
  const archived = await list("?only_archived=true", { "x-sandbox-fault": "ignored-query" });
  expect(archived).toEqual(await list(""));
  expect(archived).not.toEqual(await list("?only_archived=true"));
});
