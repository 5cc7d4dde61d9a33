/** What the app's frame and the admin page around it say to each other by postMessage. */

export interface Action {
  /** Names the element in the app's frame that is clicked when the action is pressed. */
  readonly key: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly loading: boolean;
  readonly critical: boolean;
}

export interface TitleBarState {
  readonly title: string;
  readonly breadcrumb: Action | null;
  readonly primary: Action | null;
  readonly secondary: readonly Action[];
  readonly groups: readonly { readonly label: string; readonly actions: readonly Action[] }[];
}

export interface NavLink {
  readonly key: string;
  readonly label: string;
  /** Path within the app, with a leading slash. */
  readonly path: string;
  readonly home: boolean;
}

export interface SaveBarState {
  readonly save: { readonly disabled: boolean; readonly loading: boolean };
  readonly discard: { readonly disabled: boolean; readonly loading: boolean };
  readonly discardConfirmation: boolean;
}

export interface ToastState {
  readonly id: string;
  readonly message: string;
  readonly isError: boolean;
  /** Milliseconds on screen. */
  readonly duration: number;
  readonly action: string | null;
}

export interface ScopesDetail {
  readonly granted: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Questions from the frame that the admin page answers, and what it answers. */
export interface Answers {
  readonly ready: true;
  readonly idToken: string;
  readonly scopes: ScopesDetail;
  /** True: the merchant agrees to lose the changes, or there are none. */
  readonly leave: boolean;
}
export type Question = keyof Answers;

export type FromApp =
  | { readonly kind: "ask"; readonly id: string; readonly question: Question }
  | { readonly kind: "navigated"; readonly path: string; readonly title: string }
  | { readonly kind: "titleBar"; readonly bar: TitleBarState | null }
  | { readonly kind: "navMenu"; readonly links: readonly NavLink[] }
  | { readonly kind: "saveBar"; readonly bar: SaveBarState | null }
  | { readonly kind: "toast"; readonly toast: ToastState }
  | { readonly kind: "hideToast"; readonly id: string }
  | { readonly kind: "loading"; readonly on: boolean }
  | { readonly kind: "modal"; readonly open: boolean }
  | { readonly kind: "openAdmin"; readonly path: string };

export type FromAdmin =
  | { readonly kind: "answer"; readonly id: string; readonly value: Answers[Question] }
  | { readonly kind: "refusal"; readonly id: string; readonly reason: string }
  | { readonly kind: "press"; readonly part: "titleBar" | "navMenu"; readonly key: string }
  | { readonly kind: "saveBar"; readonly press: "save" | "discard" | "leave" }
  | { readonly kind: "toast"; readonly id: string; readonly press: "action" | "dismiss" };

/** What Shopify adds to the address of the framed page, and what is no part of the app's own address. */
export const frameParameters = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
] as const;
