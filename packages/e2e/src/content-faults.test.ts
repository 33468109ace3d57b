import { isMetermuxError } from "@metermux/http";
import { amberfloCustomerId, faults, type Sandbox, startSandbox } from "@metermux/sandbox";
import { createUsage, type Provider, type UsageQuery, type UsageRow } from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Well-formed but wrong answers: the facade returns exactly the rows of a correct answer, or one typed error.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
});
afterAll(() => sandbox.close());

interface Subject {
  name: string;
  vendor: "metronome" | "amberflo" | "wowza-video";
  /** The operations that a fault may apply to: usage, and the lists before it. */
  operations: readonly string[];
  connect(): Provider;
  query(): Partial<UsageQuery>;
  /** Faults that a reader of the answers cannot detect, each with the reason. */
  undetectable?: Readonly<Record<string, string>>;
}

const options = { rate: false, retries: 0 } as const;
const customers = () => sandbox.world.customers.filter(({ archivedAt }) => !archivedAt).slice(0, 2);

const subjects: readonly Subject[] = [
  {
    name: "metronome",
    vendor: "metronome",
    operations: ["POST /v1/usage", "GET /v1/customers", "GET /v1/billable-metrics"],
    connect: () => metronome({ ...options, ...sandbox.connections.metronome }),
    query: () => ({ customers: customers().map(({ id }) => id) }),
  },
  {
    name: "amberflo",
    vendor: "amberflo",
    operations: ["POST /usage/batch", "GET /meters", "GET /customers/paging"],
    connect: () => amberflo({ ...options, ...sandbox.connections.amberflo }),
    query: () => ({ meters: ["api_calls", "settled"], customers: customers().map(amberfloCustomerId) }),
  },
  {
    name: "amberflo portal",
    vendor: "amberflo",
    operations: ["POST /customer-portal/usage-batch"],
    connect: () => {
      const { baseUrl, sessionToken } = sandbox.connections["amberflo-portal"];
      return amberfloPortal({ ...options, baseUrl, sessionToken, meters: { api_calls: "sum", settled: "sum" } });
    },
    query: () => ({ meters: ["api_calls", "settled"] }),
    undetectable: { "other-customer": "a session does not name its customer" },
  },
  {
    name: "wowza video",
    vendor: "wowza-video",
    operations: ["GET /usage/account"],
    connect: () => {
      const { baseUrl, token } = sandbox.connections["wowza-video"];
      return wowzaVideo({ ...options, baseUrl, token });
    },
    query: () => ({}),
  },
];

const range = { start: "2026-03-02", end: "2026-03-05", window: "day" } as const;

async function rowsOf({ connect, query }: Subject): Promise<UsageRow[]> {
  const usage = createUsage({ subject: connect() }, { clock: { now: () => sandbox.now.getTime() } });
  const rows: UsageRow[] = [];
  for await (const row of usage.query({ ...range, ...query() })) rows.push(row);
  return rows;
}

/** Rows without their `observedAt`, sorted. */
const textOf = (rows: readonly UsageRow[]) =>
  rows
    .map(({ observedAt: _, ...row }) => JSON.stringify(row))
    .sort()
    .join("\n");

/** The error codes of a wrong answer. If a list lacks a named id, the id does not exist. */
const never = /^(unexpected_response|incomplete_result)$/;
const neverOrUnknown = /^(unexpected_response|incomplete_result|invalid_input)$/;

/** Faults after which all rows must still be returned. */
const harmless = new Set(["mixed-offsets", "escaped-names"]);

describe.each(subjects)("$name", (subject) => {
  const { vendor, operations } = subject;
  const contents = faults
    .filter(({ name, changesContent }) => changesContent && subject.undetectable?.[name] === undefined)
    .map(({ name }) => name);

  test.each(contents)("%s: every row of a correct answer is returned, or one typed error", async (fault) => {
    sandbox.clearFaults();
    const truth = textOf(await rowsOf(subject));
    for (const operation of operations) {
      sandbox.clearFaults();
      const before = sandbox.faultsMet[fault] ?? 0;
      sandbox.inject({ fault, vendor, operation, times: "always" });
      const outcome = await rowsOf(subject).then(textOf, (error: unknown) => error);
      sandbox.clearFaults();
      const met = (sandbox.faultsMet[fault] ?? 0) > before;
      if (typeof outcome === "string") {
        const honest = fault === "hostile-names" ? outcome.replaceAll("\\u001b]0;x\\u0007\u202E", "") : outcome;
        expect(honest, operation).toBe(truth);
      } else {
        expect(
          [met, harmless.has(fault), isMetermuxError(outcome) && outcome.code],
          `${operation}: ${outcome}`,
        ).toEqual([
          true,
          false,
          expect.stringMatching(
            operation.startsWith("GET /usage") || operation.startsWith("POST") ? never : neverOrUnknown,
          ),
        ]);
      }
    }
  });
});
