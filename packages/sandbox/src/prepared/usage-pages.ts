import { createHash } from "node:crypto";
import { canonical } from "../metronome/canonical.js";
import { readCursor, writeCursor } from "../metronome/cursor.js";
import type { Metric } from "../metronome/metrics.js";
import { rowTime } from "../metronome/usage.js";
import { readUsageRequest, type UsageBody, type UsageRequest } from "../metronome/usage-request.js";
import type { Operation } from "../server/contract.js";
import type { World } from "../world/world.js";
import { type PageTemplate, pageTemplate } from "./page-template.js";
import { preparedValue } from "./value.js";

/** Answers `POST /v1/usage` with prepared pages. */
export interface UsagePages {
  /**
   * @param text the body of the request
   * @param query the query string without its question mark, or empty
   * @throws Refusal as the vendor refuses
   */
  answer(text: string, query: string): Promise<Buffer>;
}

/** The maximum number of kept requests. The oldest is dropped first. */
const MAX_TEMPLATE_BYTES = 64 * 1024 * 1024;
const MAX_QUESTIONS = 100;

interface Asked {
  readonly usageRequest: UsageRequest;
  /** Identifies the request in its cursors. */
  readonly seal: string;
}

/**
 * A page holds one customer and one metric, as everywhere in this sandbox, with at most `pageRows` windows. The bytes of a
 * metric's windows are made on first use and serve every customer. A request is checked with its first page.
 */
export function usagePages(
  world: World,
  metrics: readonly Metric[],
  operation: Operation,
  pageRows: number,
): UsagePages {
  const templates = new Map<string, PageTemplate>();
  let templateBytes = 0;
  const asked = new Map<string, Asked>();
  const ids = new Map(world.customers.map(({ id }) => [id, Buffer.from(id)]));
  const placeholder = "c".repeat(36);

  async function read(text: string): Promise<Asked> {
    const known = asked.get(text);
    if (known !== undefined) return known;
    const headers = { "content-type": "application/json" };
    const request = new Request("http://127.0.0.1", { method: "POST", headers, body: text });
    // The body is valid by the operation's schema; UsageBody is its type.
    const body = (await operation.readBody(request, "refused")) as UsageBody;
    const seal = createHash("sha256").update(canonical(body)).digest("hex");
    const read = { usageRequest: readUsageRequest(body, world, metrics), seal };
    if (asked.size === MAX_QUESTIONS) asked.clear();
    asked.set(text, read);
    return read;
  }

  function templateFor(metric: Metric, start: number, window: number, count: number): PageTemplate {
    const key = `${metric.id} ${start} ${window} ${count}`;
    const known = templates.get(key);
    if (known !== undefined) return known;
    const made = pageTemplate(rowsOf(metric, start, window, count), placeholder);
    for (const [oldest, { size }] of templates) {
      if (templateBytes + made.size <= MAX_TEMPLATE_BYTES) break;
      templates.delete(oldest);
      templateBytes -= size;
    }
    templates.set(key, made);
    templateBytes += made.size;
    return made;
  }

  function rowsOf(metric: Metric, start: number, window: number, count: number) {
    return Array.from({ length: count }, (_, index) => ({
      customer_id: placeholder,
      billable_metric_id: metric.id,
      billable_metric_name: metric.name,
      start_timestamp: rowTime(start + index * window),
      end_timestamp: rowTime(start + (index + 1) * window),
      value: preparedValue(world.seed, metric.id, start + index * window),
    }));
  }

  return {
    async answer(text, query) {
      const { usageRequest, seal } = await read(text);
      const { next_page: cursor } = query === "" ? {} : operation.readQuery(new URLSearchParams(query));
      const [index = 0, first = 0] = readCursor(seal, cursor, [0, 0]);
      const pair = usageRequest.pairs[index];
      if (pair === undefined) throw new Error(`no pair ${index}`);
      const { start, end, window, pairs } = usageRequest;
      const windows = (end - start) / window;
      const count = Math.min(pageRows, windows - first);
      const template = templateFor(pair.metric, start + first * window, window, count);
      const behind = first + count < windows ? [index, first + count] : [index + 1, 0];
      const next = (behind[0] ?? 0) < pairs.length ? writeCursor(seal, behind) : null;
      return template.page(ids.get(pair.customer.id) ?? Buffer.from(pair.customer.id), next);
    },
  };
}
