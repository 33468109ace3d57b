import type { ConnectionOptions } from "@metermux/http";
import { createUsage, isMetermuxError, type Provider, type UsageQuery, type UsageRow, type Window } from "../index.js";
import { describeCapabilities } from "../plan/capability-table.js";

/** What the suite needs to know of a provider, and of a vendor (or a sandbox) that answers it. */
export interface ProviderFixture {
  /** Opens a connection with these options; with a credential that the vendor does not know, if asked. */
  connect(options: ConnectionOptions & { wrongCredential?: boolean | undefined }): Provider;
  /** Answers in place of the network, for a vendor that is played in the process. Default the runtime's `fetch`. */
  fetch?(request: Request): Promise<Response>;
  /** The right credential. It must not appear in any error. */
  secret: string;
  /** The moment, in milliseconds since the epoch. */
  now: number;
  /** Meters that can be answered in every window; and how they are narrowed down, where customers can be chosen. */
  question: { meters: readonly string[]; customers?: readonly string[] | undefined };
  /** A dimension by which the first of these meters, a sum or a count, can be grouped; absent where none can. */
  dimension?: string | undefined;
  /** Some whole past UTC days, as dates. */
  days: { start: string; end: string };
  /** The value that a row must have, by other means than the vendor's answer. */
  truth(row: UsageRow): string | null;
}

/** How a connection is opened. */
export type SceneOptions = Omit<ConnectionOptions, "fetch"> & { wrongCredential?: boolean | undefined };

/** What stands between a connection and its vendor. */
export type Between = (request: Request, vendor: () => Promise<Response>) => Promise<Response>;

/**
 * A fixture, its connection behind the facade, and every request that went out.
 *
 * @param between what stands between the connection and the vendor, if anything.
 */
export async function openScene(
  makeFixture: () => ProviderFixture | Promise<ProviderFixture>,
  options: SceneOptions = {},
  between: Between = (_, vendor) => vendor(),
) {
  const fixture = await makeFixture();
  const requests: Request[] = [];
  const vendor = (request: Request) => fixture.fetch?.(request) ?? fetch(request);
  const counting = async (request: Request) => {
    requests.push(request.clone());
    return between(request, () => vendor(request));
  };
  const provider = fixture.connect({ ...options, fetch: counting, rate: false });
  const usage = createUsage({ subject: provider }, { clock: { now: () => fixture.now } });
  const query = (change: Partial<UsageQuery> = {}) =>
    usage.query({ ...fixture.question, ...fixture.days, window: "day", ...change });
  return { fixture, provider, requests, query };
}

/** Every row of a query. */
export async function collect(rows: AsyncIterable<UsageRow>): Promise<UsageRow[]> {
  const collected: UsageRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

/** The typed error that a query ends in. */
export async function failureOf(rows: AsyncIterable<UsageRow>) {
  const error = await collect(rows).then(
    (collected) => new Error(`it answered with ${collected.length} rows`),
    (caught: unknown) => caught,
  );
  if (!isMetermuxError(error)) throw error;
  return error;
}

/** Whether the capabilities promise a window of UTC for every meter of the fixture. */
export async function answersAll(provider: Provider, { question }: ProviderFixture, window: Window): Promise<boolean> {
  const known = await provider.meters(question.meters, new AbortController().signal);
  const { answers } = describeCapabilities("subject", provider);
  const asked = known.filter(({ id }) => question.meters.includes(id));
  return asked.every(({ aggregation }) => answers[window][aggregation] !== "refused");
}
