/**
 * Whether, in PostgreSQL, a transaction is under way that began before a time ($1, as text) and may still read what was deleted
 * until then: VACUUM leaves that in place.
 */
export const olderTransactions = `
  SELECT count(*) > 0 AS older FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL) AND xact_start < CAST($1 AS timestamptz)`;
