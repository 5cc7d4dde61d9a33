import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";

/**
 * Installs one of Debian's packages, as root or by sudo without a password.
 *
 * @throws where that cannot be done, with `hint`: what to do instead
 */
export function installDebianPackage(name: string, hint: string): void {
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) {
    throw new Error(`${name} is needed and was not found. ${hint}`);
  }
  const [command, prefix] = userInfo().uid === 0 ? ["apt-get", []] : ["sudo", ["-n", "apt-get"]];
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", name],
    ]) {
      execFileSync(command, [...prefix, ...args], {
        stdio: ["ignore", "ignore", "inherit"],
        env: environment,
      });
    }
  } catch (cause) {
    throw new Error(`${name} is needed and installing Debian's package failed. ${hint}`, { cause });
  }
}
