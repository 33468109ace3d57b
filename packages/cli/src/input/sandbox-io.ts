import type { Io } from "../io.js";

/**
 * Runs a command against a sandbox that is started for it, where that is asked for: its connections stand in the
 * environment, and its moment is now. It is closed at the end.
 */
export async function withSandbox<Result>(
  { sandbox: isAsked = false }: { sandbox?: boolean | undefined },
  io: Io,
  run: (io: Io) => Promise<Result>,
): Promise<Result> {
  if (!isAsked) return await run(io);
  const { startSandbox } = await import("@metermux/sandbox");
  const sandbox = await startSandbox({ now: io.now() });
  try {
    // Inherited: stdin is opened where it is read, and a copy of the object would open it.
    const inside: Io = Object.create(io, {
      environment: { value: { ...io.environment, ...sandbox.environment } },
      now: { value: () => sandbox.now.getTime() },
    });
    return await run(inside);
  } finally {
    await sandbox.close();
  }
}
