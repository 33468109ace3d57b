// The child process of spawnPreparedPages.
import { type PreparedPages, startPreparedPages } from "./prepared-pages.js";
import type { Said, Told } from "./spawn-prepared-pages.js";

let pages: PreparedPages | undefined;
const say = (said: Said): unknown => process.send?.(said);

process.on("message", async (told: Told) => {
  try {
    if (told === "count") {
      if (pages !== undefined) say({ counts: await pages.counts() });
      return;
    }
    pages = await startPreparedPages(told.start);
    say({ connection: pages.connection });
  } catch (error) {
    say({ failure: String(error) });
  }
});
process.on("disconnect", () => process.exit());
