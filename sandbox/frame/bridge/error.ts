/** Thrown wherever the real App Bridge would do something that this stand-in does not do. */
export class SandboxAppBridgeError extends Error {
  override name = "SandboxAppBridgeError";
}

export function notInSandbox(what: string): SandboxAppBridgeError {
  return new SandboxAppBridgeError(
    `${what} exists in Shopify's App Bridge, but the sandbox has no stand-in for it.`,
  );
}
