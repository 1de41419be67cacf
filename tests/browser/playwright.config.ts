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
  // Beside the session's file, which stays when this is emptied.
  outputDir: "test-results/failed",
  globalSetup: "./setup.ts",
  // The tests share one database.
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
