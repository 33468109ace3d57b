/** Busy or failing vendors, and what a CDN in front of one answers when it cannot reach it (520 to 524, 529, 530). */
const retryableStatuses = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530]);

/** Whether an answer with this status may turn out well when a read is sent again. 409 is a conflict that stays. */
export function isRetryableStatus(status: number): boolean {
  return retryableStatuses.has(status);
}
