import { SandboxAppBridgeError } from "./error";

export interface BridgeConfig {
  readonly apiKey: string;
  readonly shop: string | undefined;
  readonly host: string | undefined;
  readonly locale: string;
}

const storageKey = "app-bridge-config";

/**
 * App Bridge's configuration: the client id from the page, shop, host and locale from the address that Shopify framed;
 * a page that the app opened itself has no such address and goes on with what was remembered in this tab.
 */
export function readConfig(script: HTMLScriptElement): BridgeConfig {
  const meta = document.querySelector<HTMLMetaElement>("meta[name='shopify-api-key']");
  const apiKey = script.dataset["apiKey"] ?? meta?.content;
  if (apiKey === undefined || apiKey === "") {
    throw new SandboxAppBridgeError(
      "App Bridge found no client id: put data-api-key on its script or a <meta name='shopify-api-key'> in the head.",
    );
  }
  const address = new URLSearchParams(location.search);
  const remembered = new URLSearchParams(sessionStorage.getItem(storageKey) ?? "");
  const value = (name: string) => address.get(name) ?? remembered.get(name) ?? undefined;
  const config = { apiKey, shop: value("shop"), host: value("host"), locale: value("locale") ?? "en-US" };
  const keep = Object.entries({ shop: config.shop, host: config.host, locale: config.locale });
  const known = keep.filter((entry): entry is [string, string] => entry[1] !== undefined);
  sessionStorage.setItem(storageKey, new URLSearchParams(known).toString());
  return config;
}
