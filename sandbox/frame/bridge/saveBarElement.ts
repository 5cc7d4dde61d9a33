import { flag, watch } from "./actions";
import { SandboxAppBridgeError } from "./error";
import type { SaveBar, Unsaved } from "./saveBar";

export interface Shown {
  show(): Promise<void>;
  hide(): Promise<void>;
  toggle(): Promise<void>;
}

/** Finds the element that an API call names, and fails as soon as it is not there. */
export function shownById(elementName: string, id: string): Shown {
  const element = document.getElementById(id);
  if (element?.localName !== elementName) {
    throw new SandboxAppBridgeError(`No <${elementName}> with the id "${id}" is on the page.`);
  }
  return element as unknown as Shown;
}

/** `ui-save-bar`: shown and hidden by the app; its two buttons are what Save and Discard press. */
export function defineSaveBarElement(saveBar: SaveBar): void {
  customElements.define(
    "ui-save-bar",
    class extends HTMLElement implements Shown {
      #stop = (): void => undefined;

      readonly #unsaved: Unsaved = {
        state: () => ({
          save: this.#button("button[variant='primary']"),
          discard: this.#button("button:not([variant='primary'])"),
          discardConfirmation: this.discardConfirmation,
        }),
        save: () => this.querySelector<HTMLElement>("button[variant='primary']")?.click(),
        discard: () => this.querySelector<HTMLElement>("button:not([variant='primary'])")?.click(),
      };

      #button(selector: string) {
        const button = this.querySelector(selector);
        return { disabled: flag(button, "disabled"), loading: flag(button, "loading") };
      }

      get discardConfirmation(): boolean {
        return flag(this, "discardconfirmation");
      }

      set discardConfirmation(wanted: boolean) {
        this.toggleAttribute("discardconfirmation", wanted);
      }

      get showing(): boolean {
        return saveBar.showing(this.#unsaved);
      }

      connectedCallback(): void {
        this.#stop = watch(this, () => {
          saveBar.refresh(this.#unsaved);
        });
      }

      disconnectedCallback(): void {
        this.#stop();
        saveBar.hide(this.#unsaved);
      }

      show(): Promise<void> {
        if (!this.showing) {
          saveBar.show(this.#unsaved);
          this.dispatchEvent(new Event("show"));
        }
        return Promise.resolve();
      }

      hide(): Promise<void> {
        if (this.showing) {
          saveBar.hide(this.#unsaved);
          this.dispatchEvent(new Event("hide"));
        }
        return Promise.resolve();
      }

      toggle(): Promise<void> {
        return this.showing ? this.hide() : this.show();
      }
    },
  );
}
