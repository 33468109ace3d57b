import { describe, expect, it } from "vitest";
import { series } from "../../test/series.js";
import { groupByMeasured, judge } from "./agreement.js";

const covers = () => "Northlight Atlas";

describe("alike", () => {
  it("puts a sum beside a count, and nothing beside another kind, meter or customer", () => {
    const things = groupByMeasured([
      series(),
      series({ connection: "amberflo", aggregation: "sum" }),
      series({ connection: "other", aggregation: "unique" }),
      series({ key: "tokens" }),
      series({ customerId: null }),
    ]);
    expect(things.map((thing) => thing.series.length)).toEqual([2, 1, 1, 1]);
  });
});

describe("judge", () => {
  it("counts what two or more connections say, no data and zero alike", () => {
    const things = groupByMeasured([
      series({ days: ["1", null] }),
      series({ connection: "amberflo", days: ["1", "0"] }),
      series({ connection: "wowza-video", key: "egress" }),
    ]);
    const { comparable, agreeing, text } = judge(things, covers);
    expect([comparable, agreeing]).toEqual([1, 1]);
    expect(text).toMatch(/^1 of 1 comparable sums and counts agree to the last digit[^\n]+\n$/);
  });

  it.each([
    ["the last digit", ["9007199254740992.1", "2"], ["9007199254740992.2", "2"]],
    ["a day, though the sums are the same", ["1", "2"], ["2", "1"]],
    ["a day that one has not", ["1", "2"], ["1", null]],
  ])("shows plainly what differs by %s", (_, days, others) => {
    const things = groupByMeasured([
      series({ days }),
      series({ connection: "amberflo", days: others }),
      series({ key: "k" }),
    ]);
    const { comparable, agreeing, text } = judge(things, covers);
    expect([comparable, agreeing]).toEqual([1, 0]);
    expect(text).toContain("0 of 1 comparable sums");
    const said = [days, others].map((each) => each.map((day) => day ?? "-").join(", "));
    expect(text).toContain(
      `\n  API calls, Northlight Atlas:\n    metronome 3: ${said[0]}\n    amberflo 3: ${said[1]}\n`,
    );
  });
});
