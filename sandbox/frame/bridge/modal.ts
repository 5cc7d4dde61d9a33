import type { Action } from "../messages";
import { keyOf, watch } from "./actions";
import type { Admin } from "./admin";
import { notInSandbox, SandboxAppBridgeError } from "./error";
import type { Shown } from "./saveBarElement";
import { titleBarState } from "./titleBar";

const variants = ["small", "base", "large", "max"];

function make<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

function actionButton(action: Action, primary: boolean, press: (key: string) => void): HTMLButtonElement {
  const look = action.critical ? " critical" : primary ? " primary" : "";
  const button = make("button", `sandbox-modal-button${look}`);
  button.type = "button";
  button.textContent = action.label;
  button.disabled = action.disabled || action.loading;
  button.addEventListener("click", () => {
    press(action.key);
  });
  return button;
}

/**
 * `ui-modal`: App Bridge shows its contents above the whole admin. Another origin's page cannot be handed elements, so
 * the stand-in opens a dialog inside the app's frame and the admin page dims everything around it.
 */
export function defineModal(admin: Admin): void {
  customElements.define(
    "ui-modal",
    class extends HTMLElement implements Shown {
      readonly #dialog = make("dialog", "sandbox-modal");
      readonly #heading = make("h2", "sandbox-modal-title");
      readonly #actions = make("footer", "sandbox-modal-actions");
      /** Where the app renders into, through a React portal. */
      readonly content = make("div", "sandbox-modal-content");
      #stop = (): void => undefined;

      constructor() {
        super();
        const close = make("button", "sandbox-modal-close");
        close.type = "button";
        close.setAttribute("aria-label", "Close");
        close.textContent = "✕";
        close.addEventListener("click", () => void this.hide());
        const header = make("header", "sandbox-modal-header");
        header.append(this.#heading, close);
        this.#heading.id = `sandbox-modal-${keyOf(this)}`;
        this.#dialog.setAttribute("aria-labelledby", this.#heading.id);
        this.#dialog.append(header, this.content, this.#actions);
        this.#dialog.addEventListener("close", () => {
          this.#closed();
        });
      }

      get src(): never {
        throw notInSandbox("A modal with its own address (src)");
      }

      get variant(): string {
        return this.getAttribute("variant") ?? "base";
      }

      set variant(variant: string) {
        this.setAttribute("variant", variant);
      }

      disconnectedCallback(): void {
        void this.hide();
      }

      show(): Promise<void> {
        if (this.#dialog.open) return Promise.resolve();
        if (this.hasAttribute("src")) throw notInSandbox("A modal with its own address (src)");
        if (!variants.includes(this.variant)) {
          throw new SandboxAppBridgeError(
            `A modal's variant is one of ${variants.join(", ")}, not "${this.variant}".`,
          );
        }
        const loose = [...this.children].find(
          (child) => !child.matches("ui-title-bar, ui-save-bar") && child.childElementCount > 0,
        );
        if (loose !== undefined)
          throw notInSandbox("A modal whose contents are not rendered through its `content`");
        document.body.append(this.#dialog);
        this.#stop = watch(this, () => {
          this.#render();
        });
        this.#dialog.showModal();
        admin.tell({ kind: "modal", open: true });
        this.dispatchEvent(new Event("show"));
        return Promise.resolve();
      }

      hide(): Promise<void> {
        this.#dialog.close();
        return Promise.resolve();
      }

      toggle(): Promise<void> {
        return this.#dialog.open ? this.hide() : this.show();
      }

      #closed(): void {
        this.#stop();
        this.#dialog.remove();
        admin.tell({ kind: "modal", open: false });
        this.dispatchEvent(new Event("hide"));
      }

      #render(): void {
        const bar = this.querySelector("ui-title-bar");
        const state = bar === null ? null : titleBarState(bar);
        this.#dialog.dataset["variant"] = this.variant;
        this.#heading.textContent = state?.title ?? "";
        const press = (key: string): void => {
          const elements = [...(bar?.querySelectorAll<HTMLElement>("a, button") ?? [])];
          elements.find((element) => keyOf(element) === key)?.click();
        };
        const primary = state?.primary ?? null;
        this.#actions.replaceChildren(
          ...(state?.secondary ?? []).map((action) => actionButton(action, false, press)),
          ...(primary === null ? [] : [actionButton(primary, true, press)]),
        );
        this.#actions.hidden = this.#actions.childElementCount === 0;
      }
    },
  );
}
