// A server of a test's own, with a database of its own in a folder that goes with it: one that can be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export class OwnServer {
  /** Where it answers, after every start the same. */
  url = "";
  /** The link that its first start prints: it signs in once. */
  link = "";
  private process: ChildProcess | null = null;
  private folder: string | null = null;

  /** Starts it, or starts it again where it was. */
  async start(): Promise<void> {
    const program = process.env.LANEGATE_SERVER_BIN;
    if (!program) throw new Error("LANEGATE_SERVER_BIN is not set: these tests are started by `cargo xtask test browser`");
    // Not when it is made: a file's tests are also read by the process that only counts them.
    this.folder ??= mkdtempSync(join(tmpdir(), "lanegate-browser-"));
    const { DATABASE_URL: _, ...env } = process.env;
    const listen = this.url ? new URL(this.url).host : "127.0.0.1:0";
    this.process = spawn(program, ["serve", "--listen", listen], {
      env: { ...env, LANEGATE_DATA_DIR: this.folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface(this.process.stdout!)) {
      this.link = /(http\S+#sign-in=\S+)/.exec(line)?.[1] ?? this.link;
      const url = /Lanegate is ready: (\S+)/.exec(line)?.[1];
      if (url) {
        this.url = url;
        return;
      }
    }
    throw new Error("the server ended before it was ready");
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const process = this.process;
    // One that has ended by itself ends no more.
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    if (this.folder) rmSync(this.folder, { recursive: true });
  }
}
