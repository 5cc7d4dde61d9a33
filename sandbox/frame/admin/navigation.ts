import type { NavLink } from "../messages";
import type { FramedApp } from "./app";
import { byId, make } from "./dom";

export interface Place {
  /** The admin's address of the app, `/store/<handle>/apps/<app>`. */
  readonly base: string;
  readonly storeBase: string;
  readonly appName: string;
  readonly storeName: string;
}

/** The link whose path is the longest beginning of where the app is. */
export function currentLink(links: readonly NavLink[], path: string): NavLink | undefined {
  const bare = (text: string) => text.replace(/[?#].*$/, "").replace(/\/$/, "");
  const here = `${bare(path)}/`;
  return links
    .filter((link) => here.startsWith(`${bare(link.path)}/`))
    .sort((a, b) => bare(b.path).length - bare(a.path).length)[0];
}

/** The app's part of the navigation, and the admin's address following the app. */
export function showNavigation(app: FramedApp, place: Place, mayLeave: () => Promise<boolean>): void {
  const list = byId("app-links");
  const root = byId("app-link");
  let links: readonly NavLink[] = [];
  let path = location.pathname.slice(place.base.length) || "/";

  const closeDrawer = (): void => {
    document.body.classList.remove("drawer-open");
    byId("menu-button").setAttribute("aria-expanded", "false");
  };
  const open = async (link: NavLink): Promise<void> => {
    closeDrawer();
    if (await mayLeave()) app.tell({ kind: "press", part: "navMenu", key: link.key });
  };
  const render = (): void => {
    const current = currentLink(links, path);
    const atHome = current === undefined || current.home;
    if (atHome) root.setAttribute("aria-current", "page");
    else root.removeAttribute("aria-current");
    list.replaceChildren(
      ...links
        .filter((link) => !link.home)
        .map((link) => {
          const anchor = make("a", { href: place.base + link.path, textContent: link.label });
          if (link === current) anchor.setAttribute("aria-current", "page");
          anchor.addEventListener("click", (event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            void open(link);
          });
          return make("li", {}, anchor);
        }),
    );
  };

  root.addEventListener("click", (event) => {
    const home = links.find((link) => link.home);
    if (home === undefined || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    void open(home);
  });
  app.on("navMenu", (message) => {
    links = message.links;
    render();
  });
  app.on("navigated", (message) => {
    path = message.path;
    history.replaceState(null, "", place.base + path);
    document.title = [message.title || place.appName, place.storeName].join(" · ");
    render();
  });
  app.on("openAdmin", ({ path: adminPath }) => {
    void mayLeave().then((leave) => {
      if (leave) location.assign(place.storeBase + adminPath);
    });
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-admin-link]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      void mayLeave().then((leave) => {
        if (leave) location.assign(link.href);
      });
    });
  }
  byId("menu-button").addEventListener("click", () => {
    const isOpen = document.body.classList.toggle("drawer-open");
    byId("menu-button").setAttribute("aria-expanded", String(isOpen));
  });
  byId("drawer-shade").addEventListener("click", closeDrawer);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawer();
  });
  render();
}
