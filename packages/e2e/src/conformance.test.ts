import { amberfloCustomerId, type Meter, type Sandbox, startSandbox } from "@metermux/sandbox";
import type { UsageRow } from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { describeProvider } from "@metermux/usage/testing";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { afterAll, beforeAll } from "vitest";
import { checkRow } from "./check-row.js";
import { oracleValue } from "./world-value.js";

// One suite for every adapter, against the sandbox over real sockets; expected values are computed from the raw events.
const now = Date.parse("2026-03-10T15:23:00Z");
const days = { start: "2026-03-01", end: "2026-03-04" };
let sandbox: Sandbox;
let metricIds: Map<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox({ now, requestsPerSecond: false });
  const { baseUrl, token } = sandbox.connections.metronome;
  const response = await fetch(`${baseUrl}/v1/billable-metrics?limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { data }: { data: { id: string; name: string }[] } = await response.json();
  metricIds = new Map(data.map(({ id, name }) => [name, id]));
});
afterAll(() => sandbox.close());

function meterBy(field: "key" | "name", value: string | null): Meter {
  const meter = sandbox.world.meters.find((known) => known[field] === value);
  if (meter === undefined) throw new Error(`the world has no meter ${value}`);
  return meter;
}

/** The value of a row's window computed from the events of a meter and customer of the world. */
function truthOf(row: UsageRow, meter: Meter, customerId: string): string | null {
  const { windowStart, windowEnd } = checkRow(row);
  return oracleValue(sandbox.world, { meter, customerId, start: Date.parse(windowStart), end: Date.parse(windowEnd) });
}

/** The customer that the portal session and the Wowza account belong to, and another customer. */
function customers() {
  const first = sandbox.connections["wowza-video"].customerId;
  const second = sandbox.world.customers.find(
    ({ id, eventTypes, archivedAt }) => id !== first && eventTypes.includes("settlement") && !archivedAt,
  );
  const all = sandbox.world.customers.filter(({ id }) => id === first || id === second?.id);
  return all;
}

const wrong = "wrong-credential";

describeProvider("metronome", () => {
  const { baseUrl, token } = sandbox.connections.metronome;
  const ids = ["API calls", "Settled amount (micro-units)", "Active users"].map((name) => metricIds.get(name) ?? "");
  return {
    connect: ({ wrongCredential, ...options }) =>
      metronome({ ...options, baseUrl, token: wrongCredential ? wrong : token }),
    secret: token,
    now,
    days,
    question: { meters: ids, customers: customers().map(({ id }) => id) },
    dimension: "api_key",
    truth: (row) => truthOf(row, meterBy("name", row.meterName), row.customerId ?? ""),
  };
});

// An existing group has every window, with 0 without usage.
const worldCustomer = (row: UsageRow) =>
  customers().find((each) => amberfloCustomerId(each) === row.customerId)?.id ?? "";

describeProvider("amberflo", () => {
  const { baseUrl, apiKey } = sandbox.connections.amberflo;
  return {
    connect: ({ wrongCredential, ...options }) =>
      amberflo({ ...options, baseUrl, apiKey: wrongCredential ? wrong : apiKey }),
    secret: apiKey,
    now,
    days,
    question: { meters: ["api_calls", "settled", "core_hours"], customers: customers().map(amberfloCustomerId) },
    dimension: "api_key",
    truth: (row) => truthOf(row, meterBy("key", row.meterId), worldCustomer(row)) ?? "0",
  };
});

describeProvider("amberflo portal", () => {
  const { baseUrl, sessionToken } = sandbox.connections["amberflo-portal"];
  return {
    connect: ({ wrongCredential, ...options }) =>
      amberfloPortal({
        ...options,
        baseUrl,
        sessionToken: wrongCredential ? wrong : sessionToken,
        meters: { api_calls: "sum", settled: "sum" },
      }),
    secret: sessionToken,
    now,
    days,
    question: { meters: ["api_calls", "settled"] },
    dimension: "api_key",
    truth: (row) => truthOf(row, meterBy("key", row.meterId), worldCustomer(row)) ?? "0",
  };
});

describeProvider("wowza video", () => {
  const { baseUrl, token, customerId } = sandbox.connections["wowza-video"];
  return {
    connect: ({ wrongCredential, ...options }) =>
      wowzaVideo({ ...options, baseUrl, token: wrongCredential ? wrong : token }),
    secret: token,
    now,
    days,
    question: { meters: ["viewing_bytes", "viewing_seconds"] },
    truth: (row) => truthOf(row, meterBy("key", row.meterId), customerId) ?? "0",
  };
});
