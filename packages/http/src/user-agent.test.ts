import { afterEach, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { setUserAgent, version } from "./user-agent.js";

afterEach(() => vi.unstubAllGlobals());

test("names the package's own version", () => {
  expect(version).toBe(manifest.version);
  const headers = new Headers();
  setUserAgent(headers);
  expect(headers.get("user-agent")).toBe(`metermux/${manifest.version}`);
});

test("leaves another name alone, and a browser's", () => {
  const named = new Headers({ "user-agent": "mine" });
  setUserAgent(named);
  expect(named.get("user-agent")).toBe("mine");
  vi.stubGlobal("document", {});
  const browser = new Headers();
  setUserAgent(browser);
  expect(browser.has("user-agent")).toBe(false);
});
