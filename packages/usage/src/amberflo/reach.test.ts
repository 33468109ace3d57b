import { describe, expect, test } from "vitest";
import { createUsage } from "../index.js";
import { amberfloPortal } from "./index.js";

const now = Date.parse("2026-03-10T15:23:00Z");

/** A check of a portal session, and the bodies that went out for it. */
async function check(answer: () => Response, meters?: { calls: "sum" }) {
  const bodies: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    bodies.push(await request.text());
    const response = answer();
    response.headers.set("date", new Date(now).toUTCString());
    return response;
  };
  const clock = { now: () => now, wait: () => new Promise<void>(() => {}) };
  const portal = amberfloPortal({
    sessionToken: "t",
    fetch,
    rate: false,
    retries: 0,
    clock,
    ...(meters && { meters }),
  });
  const [found] = await createUsage({ portal }, { clock }).check();
  return { found, bodies };
}

describe("the check of a portal session that was told of no meters", () => {
  test("asks an empty question, and says what was not tried and what to give", async () => {
    const { found, bodies } = await check(() => Response.json([]));
    expect(bodies).toEqual(["[]"]);
    expect(found).toMatchObject({
      ok: true,
      steps: [
        { name: "credential", ok: true, about: "an empty question was answered" },
        { name: "clock", ok: true },
      ],
      unchecked: [
        "meters and usage: amberflo: a portal session cannot list meters; " +
          'name them, or tell amberfloPortal what there is, as in meters: { api_calls: "sum" }',
      ],
    });
  });

  test("takes a refusal of the empty question for an answer, and says that it may say nothing of the credential", async () => {
    const { found } = await check(() => Response.json({ errorMessage: "Invalid request" }, { status: 400 }));
    expect(found).toMatchObject({ ok: true, steps: [{ about: expect.stringContaining("UNVERIFIED") }, {}] });
  });

  test.each([401, 403, 500])("fails with a %i", async (status) => {
    const { found } = await check(() => Response.json({ message: "no" }, { status }));
    expect(found).toMatchObject({ ok: false, steps: [{ name: "credential", ok: false, error: { status } }, {}] });
  });

  test("is the usual one where it was told", async () => {
    const { found, bodies } = await check(() => Response.json([]), { calls: "sum" });
    expect(bodies[0]).toContain('"meterApiName":"calls"');
    expect(found).toMatchObject({ steps: [{ name: "lists" }, { name: "usage" }, { name: "clock" }], unchecked: [] });
  });
});

test("a kind of meter that there is not is refused by its meter", () => {
  const open = () => amberfloPortal({ sessionToken: "t", meters: { calls: "summ" as "sum" } });
  expect(open).toThrow(expect.objectContaining({ code: "invalid_input", field: "meters.calls" }));
  expect(open).toThrow("one of sum, count");
});
