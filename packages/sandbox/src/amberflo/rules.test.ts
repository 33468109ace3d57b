import { testRules } from "../../test/rules.js";
import { firstCustomer } from "../world/customers.js";
import { createWorld } from "../world/world.js";
import { amberflo } from "./amberflo.js";
import { amberfloRules } from "./rules.js";

const world = createWorld({ seed: 1, now: 0 });
const session = { token: "s", customer: firstCustomer(world.customers) };
const options = { apiKey: "k", session, clock: () => 0, limiter: () => true };

testRules("amberflo", amberfloRules, amberflo(world, options));
