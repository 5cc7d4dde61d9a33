/** The kind of the job that works through a shop's privacy requests. */
export const privacyJobKind = "privacy";
