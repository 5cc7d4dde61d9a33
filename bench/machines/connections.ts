import { Client } from "pg";

/** Counts the connections of a PostgreSQL database each second, without its own. */
export async function countConnections(url: string): Promise<{ stop(): Promise<number> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let most = 0;
  const count = async () => {
    const { rows } = await client.query<{ connections: number }>(
      "SELECT count(*)::int - 1 AS connections FROM pg_stat_activity WHERE datname = current_database()",
    );
    most = Math.max(most, rows[0]?.connections ?? 0);
  };
  const counting = setInterval(() => void count(), 1_000);
  return {
    async stop() {
      clearInterval(counting);
      await client.end();
      return most;
    },
  };
}
