import { expect, test } from "vitest";
import { capabilitiesOf } from "../fake-provider.test-support.js";
import { caveatsOf } from "./caveats.js";

const capabilities = capabilitiesOf(
  {},
  {
    caveats: [
      { text: "about all" },
      { text: "about a", operations: ["a"] },
      { text: "about a or b", operations: ["a", "b"] },
      { text: "about all" },
    ],
  },
);

test.each([
  [["a"], ["about all", "about a", "about a or b"]],
  [
    ["b", "b"],
    ["about all", "about a or b"],
  ],
  [["c"], ["about all"]],
  [[], []],
])("a connection that uses the operations %j has the caveats %j, each once", (operations, texts) => {
  expect(caveatsOf(capabilities, operations)).toEqual(texts);
});
