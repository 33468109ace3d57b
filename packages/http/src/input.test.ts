import { describe, expect, test } from "vitest";
import { checkBaseUrl } from "./base-url.js";
import { checkCredential, readCredential } from "./credential.js";

describe("checkBaseUrl", () => {
  test.each([
    ["https://api.example.com/", "https://api.example.com"],
    ["https://api.example.com/api/v2.0", "https://api.example.com/api/v2.0"],
    ["http://127.0.0.1:4010/metronome/", "http://127.0.0.1:4010/metronome"],
    ["http://localhost:1", "http://localhost:1"],
    ["http://[::1]:1", "http://[::1]:1"],
    ["https://api.example.com//", "https://api.example.com"],
    ["https://api.example.com/api/v2.0///", "https://api.example.com/api/v2.0"],
    [" https://api.example.com/ ", "https://api.example.com"],
    ["https://api.example.com/?", "https://api.example.com"],
    ["https://api.example.com/v1/#", "https://api.example.com/v1"],
  ])("takes %s", (value, expected) => {
    expect(checkBaseUrl(value, "metronome")).toBe(expected);
  });

  test.each([
    ["api.example.com", "not an absolute URL"],
    ["http://api.example.com", "give https"],
    ["http://127.0.0.1.example.com", "give https"],
    ["ftp://localhost", "give https"],
    ["https://user:secret@api.example.com", "user name or password"],
    ["https://:secret@api.example.com", "user name or password"],
    ["https://secret@api.example.com", "user name or password"],
    ["https://api.example.com?key=secret", "query"],
    ["https://api.example.com#secret", "fragment"],
    ["http://evil-localhost", "give https"],
    ["http://localhost.example.com", "give https"],
    ["http://evil127.0.0.1.example.com", "give https"],
    ["http://notlocalhost:4010", "give https"],
    ["http://[::2]", "give https"],
    ["", "not an absolute URL"],
  ])("refuses %s and says nothing secret", (value, problem) => {
    const refused = expect(() => checkBaseUrl(value, "metronome"));
    refused.toThrow(problem);
    expect(() => checkBaseUrl(value, "metronome")).not.toThrow("secret");
  });

  test("allows plain http where it is asked for", () => {
    expect(checkBaseUrl("http://10.0.0.1", "metronome", true)).toBe("http://10.0.0.1");
  });
});

describe("credentials", () => {
  test.each([
    ["", "empty"],
    ["two words", "white space at position 4"],
    ["line\nbreak", "white space at position 5"],
    ["schlüssel", "printable ASCII at position 5"],
    [undefined, "empty"],
  ])("refuses %j without repeating it", (value, problem) => {
    const error = catchError(() => checkCredential(value, "metronome", "token"));
    expect(error).toMatchObject({ code: "invalid_input", field: "token", vendor: "metronome" });
    expect(error.message).toContain(problem);
    if (value) expect(error.message).not.toContain(value);
  });

  test("a function is asked each time, and told when the last one expired", async () => {
    const asked: boolean[] = [];
    const value = async ({ renew }: { renew: boolean }) => {
      asked.push(renew);
      return `token-${asked.length}`;
    };
    const credentialScheme = { value, field: "token", header: "authorization" };
    const { signal } = new AbortController();
    expect(await readCredential(credentialScheme, "metronome", { renew: false, signal })).toBe("token-1");
    expect(await readCredential(credentialScheme, "metronome", { renew: true, signal })).toBe("token-2");
    expect(asked).toEqual([false, true]);
  });
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
