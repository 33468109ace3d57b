import { expect, it } from "vitest";
import { seconds } from "../../test/amberflo.js";
import { readExactly } from "../../test/send.js";
import { type GivenEvent, type Meter, readEvents, type Sandbox, type SandboxOptions, startSandbox } from "../index.js";

const now = "2026-03-05T12:00:00Z";

async function post(url: string, headers: Record<string, string>, body: object): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return response.text();
}

function metronome({ connections }: Sandbox, body: object = {}): Promise<string> {
  const { baseUrl, token } = connections.metronome;
  const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-05T00:00:00Z" };
  return post(`${baseUrl}/v1/usage`, { authorization: `Bearer ${token}` }, { window_size: "NONE", ...bounds, ...body });
}

function amberflo({ connections }: Sandbox, meterApiName: string, body: object = {}): Promise<string> {
  const { baseUrl, apiKey } = connections.amberflo;
  const timeRange = { startTimeInSeconds: seconds("2026-03-01"), endTimeInSeconds: seconds("2026-03-05") };
  const usageRequest = { meterApiName, timeGroupingInterval: "DAY", timeRange, groupBy: ["customerId"], ...body };
  return post(`${baseUrl}/usage`, { "x-api-key": apiKey }, usageRequest);
}

interface Group {
  readonly group: { readonly groupInfo: Record<string, string> };
  readonly groupValue: string;
}

/** The values of groups, by the values of their dimensions. */
function totals(text: string): [string, string][] {
  const { clientMeters } = readExactly<{ clientMeters: Group[] }>(text);
  return clientMeters.map(({ group, groupValue }) => [Object.values(group.groupInfo).join(), groupValue]);
}

async function started<Result>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<Result>): Promise<Result> {
  const sandbox = await startSandbox({ now, requestsPerSecond: false, ...options });
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

const faxes: GivenEvent[] = [
  ["acme", "2026-03-01T10:00:00Z", "9007199254740993.000000000001", "eu"],
  ["acme", "2026-03-04T23:59:59.999Z", "0.1", "us"],
  ["bolt & co", "2026-03-02T00:00:00Z", "-3", "eu"],
].map(([customerId = "", timestamp = "", pages = "", region = ""]) => ({
  customerId,
  timestamp,
  type: "fax",
  properties: { pages, region },
}));

it("given events are reported with every digit, by the account holder's ids", () =>
  started({ events: faxes }, async (sandbox) => {
    expect(sandbox.world.meters.map(({ key, measure }) => [key, measure.kind])).toEqual([
      ["fax", "count"],
      ["fax_pages", "sum"],
    ]);
    expect(totals(await amberflo(sandbox, "fax_pages"))).toEqual([
      ["acme", "9007199254740993.100000000001"],
      ["bolt & co", "-3"],
    ]);
    expect(totals(await amberflo(sandbox, "fax", { groupBy: ["region"] }))).toEqual([
      ["eu", "2"],
      ["us", "1"],
    ]);
    const rows = readExactly<{ data: { value: string }[] }>(await metronome(sandbox)).data;
    expect(rows).toHaveLength(1);
    const { baseUrl, token } = sandbox.connections.metronome;
    const found = await fetch(`${baseUrl}/v1/customers?ingest_alias=acme`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await found.json()).toMatchObject({ data: [{ name: "acme" }] });
  }));

it("events without a dimension are in no group, whatever the dimension is called", () => {
  const named = JSON.parse('{"__proto__":"p","pages":"5"}') as Record<string, string>; // Text members only.
  const events = [...faxes, { customerId: "acme", type: "fax", timestamp: "2026-03-01", properties: named }];
  return started({ events }, async (sandbox) => {
    expect(totals(await amberflo(sandbox, "fax", { groupBy: ["__proto__"] }))).toEqual([
      ["p", "1"],
      ["", "3"],
    ]);
  });
});

it("every vendor reports the same usage from another world's events as from that world", async () => {
  const drawn = await startSandbox({ now, requestsPerSecond: false });
  const { customerId } = drawn.connections["wowza-video"];
  const body = { customer_ids: [customerId], window_size: "DAY" };
  const video = async ({ connections }: Sandbox): Promise<unknown> => {
    const { baseUrl, token } = connections["wowza-video"];
    const answer = await fetch(`${baseUrl}/usage/account`, { headers: { authorization: `Bearer ${token}` } });
    const { account, limits } = JSON.parse(await answer.text());
    return { ...account, id: "", limits };
  };
  const answers = [await metronome(drawn, body), await video(drawn)];
  const lines = [...drawn.world.events({ customerId })].map((event) => JSON.stringify(event));
  await drawn.close();
  const replayed = await started({ events: readEvents(lines.join("\n"), "ndjson") }, async (sandbox) => [
    await metronome(sandbox, body),
    await video(sandbox),
  ]);
  // Metrics are paged by id, and each page names its successor: the first page holds the same metric.
  expect(JSON.parse(String(replayed[0])).data).toEqual(JSON.parse(String(answers[0])).data);
  expect(replayed[1]).toEqual(answers[1]);
});

it("given meters are measured, with Metronome's and Amberflo's own kinds where they have one", () => {
  const meters: Meter[] = [
    { key: "most", name: "Most pages", eventType: "fax", measure: { kind: "max", property: "pages" } },
    { key: "least", name: "Least pages", eventType: "fax", measure: { kind: "min", property: "pages" } },
    {
      key: "places",
      name: "Places",
      eventType: "fax",
      measure: { kind: "unique", property: "region" },
      unit: "places",
    },
  ];
  return started({ events: faxes, meters, account: "bolt & co" }, async (sandbox) => {
    const headers = { "x-api-key": sandbox.connections.amberflo.apiKey };
    const listed = await (await fetch(`${sandbox.connections.amberflo.baseUrl}/meters`, { headers })).json();
    expect(listed).toMatchObject([
      { meterApiName: "places", meterType: "active_users", unitOfUsage: "places", dimensions: ["pages"] },
    ]);
    const metrics = await fetch(`${sandbox.connections.metronome.baseUrl}/v1/billable-metrics`, {
      headers: { authorization: `Bearer ${sandbox.connections.metronome.token}` },
    });
    const { data } = readExactly<{ data: { name: string; aggregation_type: string }[] }>(await metrics.text());
    expect(data.map(({ name, aggregation_type }) => [name, aggregation_type]).sort()).toEqual([
      ["Most pages", "MAX"],
      ["Places", "UNIQUE"],
    ]);
    expect(sandbox.connections["amberflo-portal"].customerId).toBe("bolt & co");
  });
});

it("an event is reported from its receipt", () => {
  const late = { ...faxes[0], receivedAt: "2026-03-06" };
  return started({ events: [late as GivenEvent, ...faxes.slice(1)] }, async (sandbox) => {
    expect(totals(await amberflo(sandbox, "fax_pages", { groupBy: [] }))).toEqual([["", "-2.9"]]);
  });
});

it.each<[string, SandboxOptions]>([
  ["events: the list is empty", { events: [] }],
  [
    "event 2: timestamp needs an offset or Z, got soon",
    { events: [faxes[0], { ...faxes[1], timestamp: "soon" }] as GivenEvent[] },
  ],
  ['event 2: id "a" is already used by event 1', { events: faxes.map((fax) => ({ ...fax, id: "a" })) }],
  ['account: no event has the customerId "nobody"', { events: faxes, account: "nobody" }],
  ["meters and account are for events", { account: "acme" }],
  [
    'event 1: properties.region must be a plain decimal, got "eu"',
    {
      events: faxes,
      meters: [{ key: "k", name: "n", eventType: "fax", measure: { kind: "sum", property: "region" } }],
    },
  ],
  [
    'line 2: properties.pages must be a plain decimal, got "1,5"',
    {
      events: readEvents('customerId,type,timestamp,pages\nacme,fax,2026-03-01,"1,5"\n', "csv"),
      meters: [{ key: "k", name: "n", eventType: "fax", measure: { kind: "sum", property: "pages" } }],
    },
  ],
])("refuses: %s", async (message, options) => {
  await expect(startSandbox(options)).rejects.toThrow(new RangeError(message));
});
