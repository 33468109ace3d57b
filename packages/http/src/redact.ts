/** Takes a credential out of a text that may have echoed it. */
export function redact(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, "[redacted]") : text;
}

/** The beginning of a body on one line, fit for a message. */
export function excerpt(text: string, secret: string | undefined): string {
  // Redacted first: a credential cut in two would not be recognised.
  const line = redact(text, secret).replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
