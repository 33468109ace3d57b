/** The turns that were taken within the last window of time, at most as many as may be taken in one. */
export interface TurnWindow {
  /** Notes that a turn is taken. */
  take(now: number): void;
  /** When the next turn is due if a window has room for so many; the past when it is due already. */
  due(share: number): number;
  /** How many turns are remembered. */
  readonly size: number;
}

/** Remembers turns as far as a rate needs them: neither older ones nor more. */
export function createTurnWindow({ requests, windowMs }: { requests: number; windowMs: number }): TurnWindow {
  const turns: number[] = [];
  return {
    take(now) {
      if (!Number.isFinite(requests)) return;
      turns.push(now);
      while (turns.length > requests || (turns[0] ?? now) <= now - windowMs) turns.shift();
    },
    due(share) {
      const oldest = turns.at(-share);
      return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + windowMs;
    },
    get size() {
      return turns.length;
    },
  };
}
