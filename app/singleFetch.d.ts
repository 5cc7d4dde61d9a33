export {};

declare module "@remix-run/server-runtime" {
  /** What a loader returns arrives as it was, and may come with a status (`data`): `remix.config.js` says so at run time. */
  interface Future {
    v3_singleFetch: true;
  }
}
