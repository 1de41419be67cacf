// How the browser tests run: in Debian's Chromium, against a server that `cargo xtask test browser` has started.
import { defineConfig } from "@playwright/test";

import { SESSION } from "./fixtures";

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests are started by \`cargo xtask test browser\``);
  return value;
}

export default defineConfig({
  testDir: "specs",
  // What has nothing to do with the database of the run is in one run only: the one that is given the hostile files.
  testIgnore: process.env.LANEGATE_HOSTILE ? [] : ["hazards.spec.ts", "hostile.spec.ts", "killed.spec.ts", "large_kinds.spec.ts", "million.spec.ts", "offline.spec.ts"],
  // One folder a database: what failed on the first stays to be looked at.
  outputDir: `test-results/${given("LANEGATE_TEST_DATABASE")}`,
  globalSetup: "./setup.ts",
  // The tests share one database, and the embedded one has a single connection.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: given("LANEGATE_URL"),
    storageState: SESSION,
    // As where a browser has none, so that what tests put in the server's place reaches the page. Tests of starting without a network, of
    // new versions and of privacy allow them.
    serviceWorkers: "block",
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: given("LANEGATE_CHROMIUM"),
      args: [
        // Root cannot have the sandbox, and what is opened here is our own page.
        "--no-sandbox",
        "--disable-gpu",
        // Nothing but the server under test is to be reached.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
