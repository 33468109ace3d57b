/**
 * Codes of failures that stay as they are however often a request is sent. EAI_AGAIN is not among them: by it a resolver
 * says that it had no answer this time; ENOTFOUND says that there is no such host.
 */
const lastingCodes = new Set([
  "ENOTFOUND",
  "EAI_NONAME",
  "EAI_FAIL",
  "ERR_INVALID_URL",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/**
 * The same in words, where a runtime gives no code: the first three are Node's (a port that browsers block, such as 22),
 * the others what the C libraries say of a host that does not exist, which Deno repeats.
 */
const lastingWords =
  /^bad port$|^unknown scheme$|^invalid url$|name or service not known|nodename nor servname provided/i;

/** Whether what a fetch threw will be thrown again: a blocked port, no such host, no such URL, a certificate refused. */
export function isLastingFailure(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code, errors } = thrown as Error & { code?: unknown; errors?: unknown };
  if ((typeof code === "string" && lastingCodes.has(code)) || lastingWords.test(thrown.message)) return true;
  // One for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isLastingFailure);
  return isLastingFailure(thrown.cause);
}
