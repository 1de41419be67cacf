// What the scripts did that Lanegate replaces: reads rows, and inserts one after the other, each a statement and a transaction of its own.
// Rows come on standard input in COPY's text form; DATABASE_URL names the database, PG_FROM the folder that holds the package `pg`.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { Client } = createRequire(`${process.env.PG_FROM}/`)("pg");
const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const insert = `INSERT INTO sales.appointment_history
  (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason, source, metadata)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
for await (const line of createInterface({ input: process.stdin })) {
  await client.query(insert, line.split("\t").map((value) => (value === "\\N" ? null : value)));
}
await client.end();
