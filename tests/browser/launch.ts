import { chromium, type Browser } from "playwright-core";
import { inject } from "vitest";

/** Headless Chromium that talks to nobody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject("chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
