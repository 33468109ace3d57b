interface Runtime {
  setImmediate?(callback: () => void): unknown;
}

/**
 * Lets the program's input and output have their turn. Rows that wait already would be handed out in one go, and neither
 * would the next pages come in meanwhile nor would anything else of the program.
 *
 * @returns what resolves after that turn where the runtime offers one, at once elsewhere.
 */
export function eventLoopTurn(): Promise<void> {
  // Node, Bun and Deno have it; no standard does.
  const runtime = globalThis as Runtime;
  return new Promise((resolve) => {
    if (runtime.setImmediate === undefined) resolve();
    else runtime.setImmediate(resolve);
  });
}
