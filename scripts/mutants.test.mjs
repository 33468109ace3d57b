import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./environment.mjs";
import { roomsOf } from "./mutants/rooms.mjs";
import { renderScores, renderSurvivors, scoreOf } from "./mutants/score.mjs";

it("mutates the code of the transport, the clients and the facade, and no test or generated file", () => {
  const rooms = roomsOf(root);
  expect(new Set(rooms.map(({ name }) => name))).toEqual(
    new Set(["amberflo", "http", "metronome", "usage", "wowza-video"]),
  );
  const files = rooms.flatMap((room) => room.files);
  expect(files).toContain("src/retry.ts");
  expect(files.filter((file) => /test|schema\.ts/.test(file))).toEqual([]);
});

it("survivors and uncovered mutants lower a room's score, and mutants that do not load do not count", () => {
  const mutant = (/** @type {string} */ status) => ({
    status,
    location: { start: { line: 7 } },
    mutatorName: "Regex",
    replacement: "/a/",
  });
  const mutants = ["Killed", "Timeout", "Killed", "Survived", "NoCoverage", "CompileError", "Ignored"].map(mutant);
  const report = join(mkdtempSync(join(tmpdir(), "score-")), "report.json");
  writeFileSync(report, JSON.stringify({ files: { "src/a.ts": { mutants } } }));
  const scores = new Map([["http/src", scoreOf(report)]]);
  const { text, lowest } = renderScores(scores);
  expect(lowest).toBe(60);
  expect(text).toMatch(/^http\/src +3 +1 +1 +60\.0$/m);
  expect(renderSurvivors(scores)).toBe("http/src/a.ts:7 Regex: /a/\nhttp/src/a.ts:7 Regex (no test): /a/\n");
});
