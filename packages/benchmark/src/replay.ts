import { createServer, type IncomingMessage } from "node:http";

/** Answers of another server, kept. */
export interface Replay {
  /** For example `http://127.0.0.1:51234`; paths are those of the server behind it. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Stands before a server and asks it each question once: the same question again is answered from memory.
 *
 * @param latencyMs how long an answer from memory takes
 */
export async function startReplay(baseUrl: string, latencyMs: number): Promise<Replay> {
  const kept = new Map<string, Promise<Buffer>>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await textOf(incoming);
    const question = `${incoming.url} ${body}`;
    const known = kept.get(question);
    const answer = known ?? ask(baseUrl + incoming.url, incoming, body);
    kept.set(question, answer);
    if (known !== undefined) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const bytes = await answer;
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
    outgoing.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the replay does not listen");
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { origin: `http://127.0.0.1:${address.port}`, close };
}

async function ask(url: string, { method = "GET", headers }: IncomingMessage, body: string): Promise<Buffer> {
  const kept = ["x-api-key", "content-type"].map((name): [string, string] => [name, String(headers[name] ?? "")]);
  const response = await fetch(url, {
    method,
    headers: kept.filter(([, value]) => value !== ""),
    ...(body && { body }),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
