import type { Operation, Operations } from "@metermux/http";
import type { paths } from "./schema.js";

const viewing = ["viewing_seconds", "viewing_bytes"];
const egress = ["egress_seconds", "egress_bytes"];
const additional = "egress_seconds_additional_targets";
const passing = ["bytes_in", "bytes_out"];

const answer = (member: string, decimals: string[]): Operation => ({
  read: true,
  envelope: [member, "limits"],
  decimals,
});
const page = (rows: string, decimals: string[]): Operation => ({
  read: true,
  envelope: [`${rows}[]`, "pagination", "limits"],
  decimals,
});

/** What the spec cannot say about each operation. */
export const operations: Operations<paths> = {
  // The other key is `account`; the guide writes `accounts`.
  "GET /usage/account": {
    read: true,
    envelope: ["limits"],
    decimals: [...viewing, "avg_viewing_seconds", ...egress, additional],
  },
  "GET /usage/transcoders": page("transcoders", [...viewing, ...egress, additional]),
  "GET /usage/transcoders/summary": answer("summary", egress),
  "GET /usage/transcoders/{id}": answer("transcoder", [...viewing, ...egress, additional]),
  "GET /usage/stream_targets": page("stream_targets", viewing),
  "GET /usage/stream_targets/summary": answer("summary", viewing),
  "GET /usage/stream_targets/{id}": answer("stream_target", viewing),
  "GET /usage/real_time_streams": page("real_time_streams", passing),
  "GET /usage/real_time_streams/summary": answer("summary", passing),
  "GET /usage/real_time_streams/{id}": answer("real_time_stream", passing),
  "GET /usage/vod_streams": page("vod_streams", [...viewing, ...egress]),
  "GET /usage/vod_streams/summary": answer("summary", [...viewing, ...egress]),
  "GET /usage/vod_streams/{id}": answer("vod_stream", [...viewing, ...egress]),
  "GET /usage/storage/peak": answer("bytes", ["bytes"]),
  "GET /usage/storage/current": {
    read: true,
    envelope: ["recording_bytes", "vod_stream_bytes"],
    decimals: ["recording_bytes", "vod_stream_bytes"],
  },
};
