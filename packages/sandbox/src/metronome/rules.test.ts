import { testRules } from "../../test/rules.js";
import { createWorld } from "../world/world.js";
import { metronome } from "./metronome.js";
import { metronomeRules } from "./rules.js";

const world = createWorld({ seed: 1, now: 0 });

testRules("metronome", metronomeRules, metronome(world, { token: "t", limiter: () => true, emptyWindows: "null" }));
