import { existsSync } from "node:fs";

import { installDebianPackage } from "../debianPackage";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds a Chromium, installing Debian's package where that is possible.
 *
 * @throws when there is none: what needs a browser then fails with a reason, it is never left out.
 */
export function findChromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && !existsSync(given)) throw new Error(`CHROMIUM_PATH names no file: ${given}`);
  return given ?? usualPlaces.find((path) => existsSync(path)) ?? installFromDebian();
}

/** Once before the browser tests, so that no test waits for an installation. */
export default function setup(): void {
  findChromium();
}

function installFromDebian(): string {
  installDebianPackage(
    "chromium",
    "Install Chromium or set CHROMIUM_PATH to a Chrome or Chromium binary, then run this again.",
  );
  const installed = usualPlaces.find((path) => existsSync(path));
  if (installed === undefined)
    throw new Error("Debian's chromium package was installed but is in no usual place.");
  return installed;
}
