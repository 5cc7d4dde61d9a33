import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";

import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    chromium: string;
  }
}

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds a Chromium for the browser tests, installing Debian's package where that is possible.
 *
 * @throws when there is none: the browser tests then fail with a reason, they are never left out.
 */
export default function setup(project: TestProject): void {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && !existsSync(given)) throw new Error(`CHROMIUM_PATH names no file: ${given}`);
  const found = given ?? usualPlaces.find((path) => existsSync(path)) ?? installFromDebian();
  project.provide("chromium", found);
}

function installFromDebian(): string {
  const hint =
    "Install Chromium or set CHROMIUM_PATH to a Chrome or Chromium binary, then run the tests again.";
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) {
    throw new Error(`The browser tests need Chromium and none was found. ${hint}`);
  }
  const [command, prefix] = userInfo().uid === 0 ? ["apt-get", []] : ["sudo", ["-n", "apt-get"]];
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ]) {
      execFileSync(command, [...prefix, ...args], {
        stdio: ["ignore", "ignore", "inherit"],
        env: environment,
      });
    }
  } catch (cause) {
    throw new Error(`The browser tests need Chromium and installing Debian's package failed. ${hint}`, {
      cause,
    });
  }
  const installed = usualPlaces.find((path) => existsSync(path));
  if (installed === undefined)
    throw new Error(`Debian's chromium package was installed but is in no usual place. ${hint}`);
  return installed;
}
