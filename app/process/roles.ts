import type { Environment } from "~/state/environment.server";

export interface Role {
  /** Answers browsers and Shopify; a process that does not still says whether it lives and is ready. */
  readonly pages: boolean;
  /** Runs jobs, and what is scheduled. */
  readonly jobs: boolean;
}

/** What each value of ROLE makes a process do. */
export const roles: Readonly<Record<Environment["ROLE"], Role>> = {
  web: { pages: true, jobs: false },
  worker: { pages: false, jobs: true },
  both: { pages: true, jobs: true },
};
