// Stands between the browser and the server under test: it can be taken away and put back, and give out a newer version of the page.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";

/** What marks the newer version's names and title. */
export const NEWER = "2222222222222222";

export class Relay {
  /** Whether the page that is given out is another version than the server's. */
  newer = false;
  /** Whether its first page is another one than its list says. */
  mixed = false;
  private server: Server;
  private readonly target: URL;

  private constructor(target: string) {
    this.target = new URL(target);
    this.server = this.made();
  }

  static async to(target: string): Promise<Relay> {
    const relay = new Relay(target);
    await relay.listen(0);
    return relay;
  }

  /** The page's address by this way. The host is the server's own, so that its cookies count. */
  get url(): string {
    return `http://${this.target.hostname}:${this.port}`;
  }

  private port = 0;

  private made(): Server {
    return createServer((incoming, outgoing) => void this.pass(incoming, outgoing).catch(() => outgoing.destroy()));
  }

  private async listen(port: number): Promise<void> {
    const listening = once(this.server, "listening");
    this.server.listen(port, this.target.hostname);
    await listening;
    this.port = (this.server.address() as { port: number }).port;
  }

  /** The server can no longer be reached. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** It can be reached again, under the same address. */
  async mend(): Promise<void> {
    this.server = this.made();
    await this.listen(this.port);
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const made = this.newer ? await this.inNewer(incoming.url ?? "") : undefined;
    if (made === null) return void outgoing.writeHead(404).end();
    const headers = { ...incoming.headers, host: this.target.host };
    if (headers.origin) headers.origin = this.target.origin;
    if (made !== undefined) headers["accept-encoding"] = "identity";
    delete headers["if-none-match"];
    const path = made?.path ?? incoming.url;
    const asked = request({ host: this.target.hostname, port: this.target.port, method: incoming.method, path, headers }, (answer) => {
      if (made === undefined) {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      } else {
        const { etag: _, "content-length": __, ...kept } = answer.headers;
        answer.resume();
        outgoing.writeHead(answer.statusCode!, kept).end(made.body);
      }
    });
    asked.on("error", () => outgoing.destroy());
    incoming.pipe(asked);
  }

  /** What the newer version has under an address: nothing where it is as before, `null` where it has no such file any more. */
  private async inNewer(address: string): Promise<{ path: string; body: string } | null | undefined> {
    const text = async (path: string) => (await fetch(new URL(path, this.target))).text();
    const first = await text("/");
    const loaders = [...first.matchAll(/data-\w+="\.\/((\w+_loader)-[0-9a-f]+\.js)"/g)].map(([, name, stem]) => ({ name, newer: `${stem}-${NEWER}.js` }));
    if (loaders.length !== 2) throw new Error(`the page names no two loaders: ${first}`);
    const renamed = loaders.reduce((text, { name, newer }) => text.replace(name, newer), first);
    const page = renamed.replace("<title>Lanegate</title>", "<title>Lanegate, newer</title>").replace(/data-version="\w+"/, `data-version="${NEWER}"`);
    const loader = async (name: string) => `// newer\n${await text(`/${name}`)}`;
    if (address === "/") return { path: "/", body: this.mixed ? `${page}<!-- mixed -->` : page };
    if (loaders.some(({ name }) => address === `/${name}`)) return null;
    const asked = loaders.find(({ newer }) => address === `/${newer}`);
    if (asked) return { path: `/${asked.name}`, body: await loader(asked.name) };
    if (address !== "/service_worker.js") return undefined;
    const digest = (content: string) => createHash("sha256").update(content).digest("hex");
    const keeper = await text(address);
    const files: Record<string, string> = JSON.parse(/^const FILES = (.*);$/m.exec(keeper)![1]);
    files["./"] = digest(page);
    for (const { name, newer } of loaders) {
      delete files[name];
      files[newer] = digest(await loader(name));
    }
    const body = keeper.replace(/^const FILES = .*$/m, () => `const FILES = ${JSON.stringify(files)};`).replace(/^const VERSION = .*$/m, `const VERSION = "${NEWER}";`);
    return { path: address, body };
  }
}
