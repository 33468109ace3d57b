import { type Fault, wholeNumber } from "./fault.js";
import { messageOf } from "./message.js";
import { play, type Step } from "./script.js";

const spaces = Buffer.alloc(65_536, " ");
const CHUNKS_PER_MB = 16;

/** Valid JSON of unexpected size. */
export const sizeFaults: readonly Fault[] = [
  {
    name: "oversized-body",
    parameter: "MB",
    what: "That many MiB of spaces before the JSON (default 16, maximum 4096), without a content-length.",
    prepare: (parameter) => {
      const chunks = wholeNumber(parameter, 16, 4096) * CHUNKS_PER_MB;
      return async (encounter) => {
        const { head, body } = messageOf(await encounter.answer());
        return play(encounter, padded(head(undefined), chunks, body));
      };
    },
  },
  {
    name: "deep-json",
    parameter: "DEPTH",
    what: "The first object of a 200 has an extra member of nested lists (default 10,000 deep, maximum 1,000,000).",
    prepare: (parameter) => {
      const depth = wholeNumber(parameter, 10_000, 1_000_000);
      return async (encounter) => {
        const answer = await encounter.answer();
        const text = messageOf(answer).body.toString();
        // Inserted as text: a recursive JSON writer would run out of stack.
        if (answer.status !== 200 || !/^\[*\{"/.test(text)) return null;
        const deep = `{"sandbox_deep":${"[".repeat(depth)}${"]".repeat(depth)},`;
        return new Response(text.replace("{", deep), { headers: answer.headers });
      };
    },
  },
];

function* padded(head: Buffer, chunks: number, body: Buffer): Iterable<Step> {
  yield head;
  for (let chunk = 0; chunk < chunks; chunk += 1) yield spaces;
  yield body;
  yield "close";
}
