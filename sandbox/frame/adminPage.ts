import type { AdminPageData } from "./admin/main";
import { html, jsonScript, type Html } from "./html";
import { appMark, icon } from "./icons";

export interface AdminStore {
  readonly name: string;
  readonly domain: string;
  readonly handle: string;
}

export interface AdminApp {
  readonly name: string;
  readonly handle: string;
}

const adminSections = [
  { path: "/", label: "Home", icon: "home" },
  { path: "/orders", label: "Orders", icon: "orders" },
  { path: "/products", label: "Products", icon: "products" },
  { path: "/customers", label: "Customers", icon: "customers" },
] as const;

function document(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/sandbox-frame/admin.css" />
      </head>
      ${body}
    </html>`.text;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("");
}

function topBar(store: AdminStore): Html {
  return html`<header class="top" data-around-app>
    <button
      class="menu-button"
      id="menu-button"
      type="button"
      aria-label="Navigation"
      aria-expanded="false"
      aria-controls="nav"
    >
      ${icon("menu")}
    </button>
    <a class="brand" href="/" data-admin-link>Sandbox admin</a>
    <div class="middle">
      <p class="note">A stand-in for the Shopify admin</p>
      <div class="save-bar" id="save-bar" role="region" aria-label="Unsaved changes" hidden>
        <span class="save-bar-text">Unsaved changes</span>
        <button class="button on-dark" id="discard" type="button">Discard</button>
        <button class="button on-dark primary" id="save" type="button">Save</button>
      </div>
    </div>
    <div class="store">
      <span class="store-name">${store.name}</span
      ><span class="avatar" aria-hidden="true">${initials(store.name)}</span>
    </div>
  </header>`;
}

function sideNavigation(store: AdminStore, app: AdminApp, current: string | null): Html {
  const base = `/store/${store.handle}`;
  return html`<nav class="nav" id="nav" aria-label="Admin" data-around-app>
    <ul>
      ${adminSections.map(
        (section) =>
          html`<li>
            <a
              href="${base}${section.path}"
              data-admin-link
              ${section.path === current ? html`aria-current="page"` : ""}
              >${icon(section.icon)}${section.label}</a
            >
          </li>`,
      )}
    </ul>
    <h2>Apps</h2>
    <ul>
      <li>
        <a id="app-link" href="${base}/apps/${app.handle}">${appMark}${app.name}</a>
        <ul class="app-links" id="app-links"></ul>
      </li>
    </ul>
  </nav>`;
}

/** The admin page that frames the app: bars and navigation around an iframe, which the page's script fills. */
export function renderFramedApp(
  store: AdminStore,
  app: AdminApp,
  frameUrl: string,
  scriptUrl: string,
  data: AdminPageData,
): string {
  return document(
    `${app.name} · ${store.name}`,
    html`<body>
      <a class="skip" href="#app">Skip to the app</a>
      ${topBar(store)}
      <div class="body">
        ${sideNavigation(store, app, null)}
        <div class="shade" id="drawer-shade"></div>
        <main>
          <div class="loading-bar" id="loading-bar" role="progressbar" aria-label="Loading" hidden></div>
          <div class="title-bar" data-around-app>
            <button class="back" id="back" type="button" hidden>${icon("back")}</button>
            ${appMark}
            <h1 id="title">${app.name}</h1>
            <div class="actions" id="actions"></div>
          </div>
          <iframe id="app" title="${app.name}" data-src="${frameUrl}" allow="clipboard-write"></iframe>
        </main>
      </div>
      <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
      <dialog class="confirmation" id="confirmation" aria-labelledby="confirmation-title">
        <form method="dialog">
          <h2 id="confirmation-title"></h2>
          <p id="confirmation-text"></p>
          <div class="confirmation-actions">
            <button class="button" value="stay" autofocus>Stay on this page</button>
            <button class="button critical" id="confirm" value="confirm"></button>
          </div>
        </form>
      </dialog>
      ${jsonScript("admin-page-data", data)}
      <script src="${scriptUrl}"></script>
    </body>`,
  );
}

/** A page of the admin that the sandbox does not have. */
export function renderMissingPage(store: AdminStore, app: AdminApp, path: string): string {
  return document(
    `Not in the sandbox · ${store.name}`,
    html`<body class="static">
      ${topBar(store)}
      <div class="body">
        ${sideNavigation(store, app, path)}
        <main class="plain">
          <section class="card">
            <h1>This page of the admin isn't in the sandbox</h1>
            <p>
              In a real store, <code>${path}</code> is a page of Shopify's own. The sandbox stands in for
              Shopify only where the app meets it.
            </p>
            <p>
              <a class="button primary" href="/store/${store.handle}/apps/${app.handle}">Open ${app.name}</a>
            </p>
          </section>
        </main>
      </div>
    </body>`,
  );
}

/** The first page: which stores this sandbox holds. */
export function renderStores(stores: readonly AdminStore[], app: AdminApp): string {
  return document(
    "Stores · Sandbox admin",
    html`<body>
      <main class="plain stores">
        <h1>Stores in this sandbox</h1>
        <p class="lead">Everything here runs on this machine. No Shopify account is involved.</p>
        <ul class="card store-list">
          ${stores.map(
            (store) =>
              html`<li>
                <span class="avatar" aria-hidden="true">${initials(store.name)}</span>
                <span class="store-text"><strong>${store.name}</strong><span>${store.domain}</span></span>
                <a class="button primary" href="/store/${store.handle}/apps/${app.handle}"
                  >Open ${app.name}</a
                >
              </li>`,
          )}
        </ul>
      </main>
    </body>`,
  );
}
