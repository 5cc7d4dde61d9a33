import { frameParameters } from "../messages";
import type { Admin } from "./admin";
import { SandboxAppBridgeError } from "./error";

const adminAddress = /^shopify:(?:\/\/)?admin(\/.*)?$/;

function ownPath(): string {
  const url = new URL(location.href);
  for (const parameter of frameParameters) url.searchParams.delete(parameter);
  return url.pathname + url.search + url.hash;
}

/** Keeps the admin page's address equal to the app's, whichever way the app moves. */
export function reportNavigation(admin: Admin): void {
  const report = (): void => {
    admin.tell({ kind: "navigated", path: ownPath(), title: document.title });
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name].bind(history);
    history[name] = (...state: Parameters<History["pushState"]>) => {
      original(...state);
      report();
    };
  }
  window.addEventListener("popstate", report);
  window.addEventListener("hashchange", report);
  // The document's title is set after the address: by the router, once the new page is rendered.
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(report).observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  report();
}

/** `shopify://admin/customers/1`, as a link or in window.open, leads to a page of the admin around the app. */
export function openAdminLinks(admin: Admin): void {
  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const path = adminAddress.exec(String(url ?? ""));
    if (path === null) return plainOpen(url, target, features);
    admin.tell({ kind: "openAdmin", path: path[1] ?? "/" });
    return null;
  };
  window.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const path = adminAddress.exec(link?.getAttribute("href") ?? "");
    if (path === null) return;
    event.preventDefault();
    admin.tell({ kind: "openAdmin", path: path[1] ?? "/" });
  });
}

/**
 * The app's bounce page has `shopify-reload` in its address: App Bridge fetches a session token and opens that page
 * again with it. Says whether this is such a page.
 */
export function reloadWithToken(idToken: () => Promise<string>): boolean {
  const target = new URLSearchParams(location.search).get("shopify-reload");
  if (target === null) return false;
  const url = new URL(target, location.href);
  if (url.origin !== location.origin) {
    throw new SandboxAppBridgeError("shopify-reload leads to another origin than the app's own.");
  }
  void idToken().then((token) => {
    url.searchParams.set("id_token", token);
    location.replace(url);
  });
  return true;
}
