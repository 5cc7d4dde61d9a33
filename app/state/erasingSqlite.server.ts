import { PrismaLibSql } from "@prisma/adapter-libsql";

type Client = ReturnType<PrismaLibSql["createClient"]>;
type Config = Parameters<PrismaLibSql["createClient"]>[0];

/**
 * SQLite that overwrites with zeros what is deleted or replaced, instead of leaving it in the file for as long as nobody needs
 * the place. It is a setting of a connection, and the driver opens a new one after each transaction.
 */
export class ErasingSqlite extends PrismaLibSql {
  override createClient(config: Config): Client {
    return erasing(super.createClient(config));
  }
}

/** What the adapter asks of a client where a connection is begun to be used, in one of its ways each. */
interface Beginnings {
  execute(statement: unknown): Promise<unknown>;
  transaction(mode: unknown): Promise<unknown>;
}

/** The adapter asks one thing at a time of a client, so that nothing comes between the setting and what it is for. */
function erasing(client: Client): Client {
  const begun = client as unknown as Beginnings;
  const [execute, transaction] = [begun.execute.bind(client), begun.transaction.bind(client)];
  let isSet = false;
  const set = async () => {
    if (!isSet) await execute("PRAGMA secure_delete = ON");
    isSet = true;
  };
  begun.execute = async (statement) => {
    await set();
    return execute(statement);
  };
  begun.transaction = async (mode) => {
    await set();
    // Takes the connection along; the next statement opens another.
    isSet = false;
    return transaction(mode);
  };
  return client;
}
