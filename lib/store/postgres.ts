import { type Dialect, PostgresDialect } from "kysely";
import pg from "pg";

const BIGINT_OID = 20;

/** Kysely on PostgreSQL. `bigint` columns come back as numbers: our instants and counters stay below 2^53. */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A server that goes away must not end this process: the next query says so itself.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
