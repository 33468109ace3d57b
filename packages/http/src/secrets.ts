/** As many credentials are remembered: a connection may bring a new one for every request. */
const maxSecrets = 100;

/** Remembers a credential that is sent, to be kept out of messages: the last 100 of a connection. */
export function remember(secrets: Set<string>, secret: string): void {
  secrets.add(secret);
  for (const oldest of secrets) if (secrets.size > maxSecrets) secrets.delete(oldest);
}
