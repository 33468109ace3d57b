import { expect, it } from "vitest";
import { bruteForceSum, createCaller, type Usage } from "./caller.test-support.js";

const caller = createCaller();
const range = { from: "2026-02-01 00:00:00", to: "2026-03-01 00:00:00" } as const;
const kinds = [
  ["transcoders", "transcoder", 5],
  ["stream_targets", "stream_target", 12],
  ["real_time_streams", "real_time_stream", 3],
  ["vod_streams", "vod_stream", 8],
] as const;

type Row = Readonly<Record<string, string>> & { readonly archived?: boolean };
type Summary = { readonly summary: Readonly<Record<string, string>> };

async function list(kind: string, query: Record<string, string> = range): Promise<readonly Row[]> {
  return (await caller.read<Record<string, readonly Row[]>>(`/usage/${kind}`, query))[kind] ?? [];
}

async function one(kind: string, member: string, id = "", query: Record<string, string> = range): Promise<Row> {
  const answer = await caller.read<Record<string, Row>>(`/usage/${kind}/${id}`, query);
  if (answer[member] === undefined) throw new Error(`No ${member}`);
  return answer[member];
}

function total(rows: readonly Row[], counter: string): string {
  return String(rows.reduce((sum, row) => sum + BigInt(row[counter] ?? "x"), 0n));
}

async function account(resource?: string): Promise<Usage["account"]> {
  const filter: Record<string, string> =
    resource === undefined ? {} : { "filter[0][field]": "resource", "filter[0][eq]": resource };
  return (await caller.usage({ ...range, ...filter })).account;
}

it.each(kinds)("rule things: %s are the same in every range, each with its own id and name", async (kind, _, count) => {
  const rows = await list(kind);
  for (const name of ["id", "name"]) expect(new Set(rows.map((row) => row[name])).size).toBe(count);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-z]{8}$/);
  const archived = rows.filter(({ archived }) => archived).length;
  expect(archived).toBe(kind === "real_time_streams" ? 0 : Math.floor(count / 3));
  const later = await list(kind, { from: "2026-03-01 00:00:00", to: "2026-03-02 00:00:00" });
  expect(later.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

it("rule assignment: every resource has usage, and no event is lost or counted twice", async () => {
  for (const [kind, counter] of [
    ["transcoders", "egress_bytes"],
    ["stream_targets", "viewing_bytes"],
    ["real_time_streams", "bytes_in"],
    ["vod_streams", "viewing_bytes"],
  ] as const) {
    const rows = await list(kind);
    const { summary } = await caller.read<Summary>(`/usage/${kind}/summary`, range);
    expect(rows.filter((row) => row[counter] === "0")).toEqual([]);
    expect(total(rows, counter)).toBe(summary[counter]);
  }
});

it.each(kinds)("rule all-listed: %s are listed by id, with and without usage", async (kind, _, count) => {
  const ids = (await list(kind)).map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  const quiet = createCaller({ quiet: true });
  const none = (await quiet.read<Record<string, readonly Row[]>>(`/usage/${kind}`, range))[kind] ?? [];
  expect(none).toHaveLength(count);
  const counters = none.flatMap((row) => Object.entries(row).filter(([name]) => /bytes|seconds/.test(name)));
  expect(counters.length).toBeGreaterThan(0);
  expect(counters.filter(([, value]) => value !== "0")).toEqual([]);
});

it.each(kinds)("rule unknown-record: an id that is unknown or of another kind than %s is 404", async (kind) => {
  const other = await list(kind === "transcoders" ? "vod_streams" : "transcoders");
  for (const id of ["tvctq36g", other[0]?.id ?? "", "SUMMARY"]) {
    const { status, rule, text } = await caller.get(`/usage/${kind}/${id}`, range);
    expect([status, rule]).toEqual([404, "unknown-record"]);
    expect(JSON.parse(text).meta.code).toBe("ERR-404-RecordNotFound");
  }
});

it("rule archived-record: an archived record is answered like any other", async () => {
  const removed = (await list("transcoders")).find(({ archived }) => archived);
  expect(await one("transcoders", "transcoder", removed?.id)).toMatchObject({ id: removed?.id, archived: true });
});

it.each(kinds)("rule one: %s have the members of their list row, and more", async (kind, member) => {
  const more = {
    transcoders: ["viewing_seconds", "viewing_bytes"],
    stream_targets: ["zones"],
    real_time_streams: [],
    vod_streams: ["egress_bytes", "egress_seconds"],
  }[kind];
  const [row] = await list(kind);
  const alone = await one(kind, member, row?.id);
  expect(alone).toMatchObject(row ?? {});
  expect(Object.keys(alone).sort()).toEqual([...Object.keys(row ?? {}), ...more].sort());
});

it("rule one: a requested trend adds up, and real-time streams have none", async () => {
  for (const [kind, member] of kinds) {
    const [row] = await list(kind);
    const path = `/usage/${kind}/${row?.id}`;
    const { status, rule } = await caller.get(path, { ...range, include: "trend" });
    if (kind === "real_time_streams") {
      expect([status, rule]).toEqual([422, "undeclared-parameter"]);
      continue;
    }
    const query = { ...range, include: "trend" };
    const answer = await caller.read<Record<string, { trend: readonly Row[]; viewing_bytes: string }>>(path, query);
    expect(total(answer[member]?.trend ?? [], "viewing_bytes")).toBe(answer[member]?.viewing_bytes);
  }
});

it("rule transcoder-usage: the transcoders add up to the account with their filter", async () => {
  const whole = await account("transcoders");
  const rows = await list("transcoders");
  for (const counter of ["egress_bytes", "egress_seconds", "egress_seconds_additional_targets"] as const) {
    expect(total(rows, counter)).toBe(whole[counter]);
  }
  const single = await Promise.all(rows.map(({ id }) => one("transcoders", "transcoder", id)));
  for (const counter of ["viewing_bytes", "viewing_seconds"] as const) {
    expect(total(single, counter)).toBe(whole[counter]);
  }
  const { summary } = await caller.read<Summary>("/usage/transcoders/summary", range);
  expect(summary).toMatchObject({ egress_bytes: whole.egress_bytes, egress_seconds: whole.egress_seconds });
});

it("rule configurations: two configurations add up to the summary and to their transcoders", async () => {
  const path = "/usage/transcoders/summary";
  const { summary } = await caller.read<{ summary: { configurations: Row[]; egress_bytes: string } }>(path, range);
  const parts = summary.configurations;
  expect(parts.map(({ transcoder_type, billing_mode }) => [transcoder_type, billing_mode])).toEqual([
    ["transcoded", "pay_as_you_go"],
    ["passthrough", "twentyfour_seven"],
  ]);
  expect(total(parts, "egress_bytes")).toBe(summary.egress_bytes);
  for (const { transcoder_type, egress_seconds } of parts) {
    const own = (await list("transcoders")).filter((row) => row.transcoder_type === transcoder_type);
    expect(total(own, "egress_seconds")).toBe(egress_seconds);
  }
});

it("rule stream-target-usage: the stream targets add up to the account's viewing", async () => {
  const { viewing_bytes, viewing_seconds } = await account();
  const rows = await list("stream_targets");
  expect([total(rows, "viewing_bytes"), total(rows, "viewing_seconds")]).toEqual([viewing_bytes, viewing_seconds]);
  const { summary } = await caller.read<Summary>("/usage/stream_targets/summary", range);
  expect(summary).toMatchObject({ viewing_bytes, viewing_seconds });
});

it("rule zones: one zone holds everything", async () => {
  const [row] = await list("stream_targets");
  const zones = [{ name: "global", type: "fastly", viewing_bytes: row?.viewing_bytes }];
  expect(await one("stream_targets", "stream_target", row?.id)).toMatchObject({ zones });
});

it("rule vod-stream-usage: the VOD streams add up to the account with their filter", async () => {
  const whole = await account("vod_streams");
  const rows = await list("vod_streams");
  const single = await Promise.all(rows.map(({ id }) => one("vod_streams", "vod_stream", id)));
  const { summary } = await caller.read<Summary>("/usage/vod_streams/summary", range);
  expect(Object.keys(summary)).toEqual(["viewing_seconds", "viewing_bytes", "egress_seconds", "egress_bytes"]);
  for (const counter of ["viewing_bytes", "viewing_seconds", "egress_bytes", "egress_seconds"] as const) {
    expect(summary[counter]).toBe(whole[counter]);
    expect(total(single, counter)).toBe(whole[counter]);
  }
});

it("rule real-time-usage: real-time streams count egress to primary and additional targets of any resource", async () => {
  const egress = caller.events("video_egress", range.from, range.to);
  const of = (target: string): string =>
    bruteForceSum(
      egress.filter(({ properties }) => properties.target === target),
      "bytes",
    );
  const { summary } = await caller.read<Summary>("/usage/real_time_streams/summary", range);
  expect(summary).toEqual({ bytes_in: of("primary"), bytes_out: of("additional") });
  expect(total(await list("real_time_streams"), "bytes_out")).toBe(summary.bytes_out);
});
