import type { TitleBarState } from "../messages";
import { actionOf, keyOf, labelOf, watch } from "./actions";
import type { Admin } from "./admin";

export function titleBarState(element: Element): TitleBarState {
  const direct = [...element.children];
  const pressable = direct.filter((child) => child.matches("a, button"));
  const variant = (name: string) => pressable.find((child) => child.getAttribute("variant") === name);
  const breadcrumb = variant("breadcrumb");
  const primary = variant("primary");
  return {
    title: element.getAttribute("title") ?? document.title,
    breadcrumb: breadcrumb === undefined ? null : actionOf(breadcrumb),
    primary: primary === undefined ? null : actionOf(primary),
    secondary: pressable.filter((child) => child !== breadcrumb && child !== primary).map(actionOf),
    groups: direct
      .filter((child) => child.matches("section"))
      .map((section) => ({
        label: section.getAttribute("label") ?? labelOf(section),
        actions: [...section.querySelectorAll("a, button")].map(actionOf),
      })),
  };
}

/** `ui-title-bar`: the page's title and actions, shown above the app. Within a modal it belongs to the modal. */
export function defineTitleBar(admin: Admin): void {
  let current: HTMLElement | null = null;
  admin.on("press", ({ part, key }) => {
    if (part !== "titleBar") return;
    const pressed = [...(current?.querySelectorAll<HTMLElement>("a, button") ?? [])];
    pressed.find((element) => keyOf(element) === key)?.click();
  });

  customElements.define(
    "ui-title-bar",
    class extends HTMLElement {
      #stop = (): void => undefined;

      connectedCallback(): void {
        if (this.closest("ui-modal") !== null) return;
        // eslint-disable-next-line @typescript-eslint/no-this-alias -- the bar on screen is the last one connected
        current = this;
        this.#stop = watch(this, () => {
          if (current === this) admin.tell({ kind: "titleBar", bar: titleBarState(this) });
        });
      }

      disconnectedCallback(): void {
        this.#stop();
        if (current !== this) return;
        current = null;
        admin.tell({ kind: "titleBar", bar: null });
      }
    },
  );
}
