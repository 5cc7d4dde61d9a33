/** How far a process is: `starting` until its databases are open, `stopping` from the signal that ends it on. */
export type Phase = "starting" | "ready" | "stopping";

/** The phase of a process, for all of its parts to look at. */
export interface Lifecycle {
  phase: Phase;
}
