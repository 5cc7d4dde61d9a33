/** The admin page's own script: everything that App Bridge asks the admin to show around the framed app. */
import type { ScopesDetail } from "../messages";
import { connectApp } from "./app";
import { byId } from "./dom";
import { showNavigation, type Place } from "./navigation";
import { showSaveBar } from "./saveBar";
import { showTitleBar } from "./titleBar";
import { showToasts } from "./toasts";

/** Written into the page by `adminPage.ts`. */
export interface AdminPageData extends Place {
  readonly appOrigin: string;
  readonly sessionTokenUrl: string;
  readonly scopesUrl: string;
}

async function load(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sandbox answered ${String(response.status)} for ${url}.`);
  return response.json();
}

const data = JSON.parse(byId("admin-page-data").textContent) as AdminPageData;
const frame = byId("app") as HTMLIFrameElement;
const app = connectApp(frame, data.appOrigin);

app.answer("ready", () => Promise.resolve(true));
app.answer("idToken", async () => ((await load(data.sessionTokenUrl)) as { token: string }).token);
app.answer("scopes", async () => (await load(data.scopesUrl)) as ScopesDetail);

const mayLeave = showSaveBar(app);
showTitleBar(app, data.appName);
showNavigation(app, data, mayLeave);
showToasts(app);

app.on("loading", ({ on }) => {
  byId("loading-bar").hidden = !on;
});
app.on("modal", ({ open }) => {
  document.body.classList.toggle("modal-open", open);
  for (const part of document.querySelectorAll<HTMLElement>("[data-around-app]")) part.inert = open;
});

// The frame gets its address last, so that nothing the app says at its start goes unheard.
frame.src = frame.dataset["src"] ?? "";
