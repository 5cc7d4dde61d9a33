/**
 * The sandbox's stand-in for https://cdn.shopify.com/shopifycloud/app-bridge.js: a classic script, first in the app's
 * head, that defines `window.shopify` and App Bridge's elements. What it does not do it refuses by name.
 */
import { connectAdmin } from "./admin";
import { readConfig } from "./config";
import { notInSandbox, SandboxAppBridgeError } from "./error";
import { authenticateFetch } from "./fetch";
import { defineModal } from "./modal";
import { defineNavMenu } from "./navMenu";
import { openAdminLinks, reloadWithToken, reportNavigation } from "./navigation";
import { createSaveBar } from "./saveBar";
import { defineSaveBarElement, shownById } from "./saveBarElement";
import { watchForms } from "./saveBarForms";
import { adoptStyle } from "./style";
import { defineTitleBar } from "./titleBar";
import { createToast } from "./toast";

/** App Bridge's parts that the sandbox has no stand-in for: using one is an error, not a silent success. */
const missingParts = [
  "app",
  "intents",
  "picker",
  "pos",
  "resourcePicker",
  "reviews",
  "scanner",
  "setSignals",
  "shopifyQL",
  "support",
  "tools",
  "webVitals",
];

function missingPart(name: string): unknown {
  const refuse = (): never => {
    throw notInSandbox(`shopify.${name}`);
  };
  return new Proxy(refuse, { get: refuse, set: refuse });
}

/** App Bridge started by hand outside the admin sends the merchant to the admin, where the app is framed. */
function openInAdmin(adminOrigin: string, shop: string | undefined, apiKey: string): void {
  if (shop === undefined) return;
  const handle = shop.replace(/\.myshopify\.com$/, "");
  location.replace(`${adminOrigin}/store/${handle}/apps/${apiKey}${location.pathname}`);
}

function start(script: HTMLScriptElement): void {
  const adminOrigin = new URL(script.src).origin;
  const config = readConfig(script);
  if (window.parent === window) {
    openInAdmin(adminOrigin, config.shop, config.apiKey);
    return;
  }

  const admin = connectAdmin(adminOrigin);
  const idToken = () => admin.ask("idToken");
  const saveBar = createSaveBar(admin);
  const ready = admin.ask("ready");

  const shopify = {
    config,
    origin: location.origin,
    ready: ready.then(() => undefined),
    environment: { mobile: false, embedded: true, pos: false, intent: false },
    idToken,
    loading: (on?: boolean) => {
      admin.tell({ kind: "loading", on: on ?? false });
    },
    toast: createToast(admin),
    user: () => Promise.resolve({ accountAccess: "Full access" }),
    scopes: {
      query: () => admin.ask("scopes"),
      request: missingPart("scopes.request"),
      revoke: missingPart("scopes.revoke"),
    },
    saveBar: {
      show: async (id: string) => shownById("ui-save-bar", id).show(),
      hide: async (id: string) => shownById("ui-save-bar", id).hide(),
      toggle: async (id: string) => shownById("ui-save-bar", id).toggle(),
      leaveConfirmation: () => saveBar.leaveConfirmation(),
    },
    modal: {
      show: async (id: string) => shownById("ui-modal", id).show(),
      hide: async (id: string) => shownById("ui-modal", id).hide(),
      toggle: async (id: string) => shownById("ui-modal", id).toggle(),
    },
    ...Object.fromEntries(missingParts.map((name) => [name, missingPart(name)])),
  };
  Object.defineProperty(window, "shopify", { value: Object.freeze(shopify), configurable: true });

  authenticateFetch(idToken, config.locale);
  openAdminLinks(admin);
  if (reloadWithToken(idToken)) return;

  adoptStyle();
  defineTitleBar(admin);
  defineNavMenu(admin);
  defineSaveBarElement(saveBar);
  defineModal(admin);
  watchForms(saveBar);
  reportNavigation(admin);
}

// The app may load the script twice: in its head and by the library's AppProvider.
if (!("shopify" in window)) {
  if (!(document.currentScript instanceof HTMLScriptElement)) {
    throw new SandboxAppBridgeError(
      "App Bridge must be a script of its own, not a module and not part of a bundle.",
    );
  }
  start(document.currentScript);
}
