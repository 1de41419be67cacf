// What every browser test stands on: the database behind the server, everything the page sent, and a page without errors.
import { expect, test as base, type Request } from "@playwright/test";
import pg from "pg";

/** Where the session is kept that every test begins with. */
export const SESSION = "test-results/session.json";

export type Sql = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

type Fixtures = {
  /** Every request since the test began, the worker's included. */
  sent: Request[];
  /** Messages that the test expects in the console: a test that provokes an error adds its text here. */
  expectedErrors: RegExp[];
  /** Fails a test whose page logged an error or asked another host for anything. */
  quiet: void;
};

type Shared = {
  /** Asks the database directly. */
  sql: Sql;
};

export const test = base.extend<Fixtures, Shared>({
  sql: [
    async ({}, use) => {
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
      await client.connect();
      await use(async (text, values = []) => (await client.query(text, values)).rows);
      await client.end();
    },
    { scope: "worker" },
  ],

  sent: async ({ context }, use) => {
    const sent: Request[] = [];
    context.on("request", (request) => sent.push(request));
    await use(sent);
  },

  expectedErrors: async ({}, use) => use([]),

  quiet: [
    async ({ context, page, sent, expectedErrors, baseURL }, use) => {
      const errors: string[] = [];
      context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(`${error}`));
      await use();
      const unexpected = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)));
      expect(unexpected, "errors in the console").toEqual([]);
      const schemes = ["blob:", "data:"];
      const elsewhere = sent.map((request) => request.url()).filter((url) => !schemes.includes(new URL(url).protocol));
      expect(elsewhere.filter((url) => new URL(url).origin !== new URL(baseURL!).origin), "other hosts").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
