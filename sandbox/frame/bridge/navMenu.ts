import type { NavLink } from "../messages";
import { keyOf, labelOf, watch } from "./actions";
import type { Admin } from "./admin";

function linksOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("a[href], s-link[href]")];
}

function navLink(element: HTMLElement): NavLink {
  const url = new URL(element.getAttribute("href") ?? "", location.href);
  return {
    key: keyOf(element),
    label: labelOf(element),
    path: url.pathname + url.search,
    home: element.getAttribute("rel") === "home",
  };
}

/** `ui-nav-menu` and `s-app-nav`: the app's pages, shown in the admin's navigation. */
export function defineNavMenu(admin: Admin): void {
  let current: HTMLElement | null = null;
  admin.on("press", ({ part, key }) => {
    if (part !== "navMenu" || current === null) return;
    const link = linksOf(current).find((element) => keyOf(element) === key);
    // A router's link answers to its click; s-link has no click of its own, the app's router hears the event.
    if (link instanceof HTMLAnchorElement) link.click();
    else link?.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true }));
  });

  for (const name of ["ui-nav-menu", "s-app-nav"]) {
    customElements.define(
      name,
      class extends HTMLElement {
        #stop = (): void => undefined;

        connectedCallback(): void {
          // eslint-disable-next-line @typescript-eslint/no-this-alias -- the menu on screen is the last one connected
          current = this;
          this.#stop = watch(this, () => {
            if (current === this) admin.tell({ kind: "navMenu", links: linksOf(this).map(navLink) });
          });
        }

        disconnectedCallback(): void {
          this.#stop();
          if (current !== this) return;
          current = null;
          admin.tell({ kind: "navMenu", links: [] });
        }
      },
    );
  }
}
