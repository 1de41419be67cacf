// Gives the pages of a measurement to Chromium: the finished page as it is built, the peer's worker, and the file to be checked.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const BLANK = "<!doctype html><title>Measuring</title>";

export class Server {
  /** What `/file` gives. */
  file = "";

  /** `dist`: the finished page. `sheetjs`: the folder that holds the package. */
  static async start({ dist, sheetjs }) {
    const server = new Server();
    server.dist = dist;
    const first = await readFile(join(dist, "index.html"), "utf8");
    const loader = /data-worker="\.\/([^"]+)"/.exec(first)?.[1];
    if (!loader) throw new Error("the page names no loader of its worker");
    server.loader = `/${loader}`;
    const own = new URL("page/", import.meta.url).pathname;
    const place = (path) => {
      if (path === "/file") return server.file;
      if (path === "/warm_up") return new URL("../../../web/src/worker/warm_up.xlsx", import.meta.url).pathname;
      if (path === "/peer/sheetjs.js") return join(sheetjs, "node_modules/xlsx/dist/xlsx.full.min.js");
      return path.startsWith("/peer/") ? join(own, path.slice(6)) : join(dist, path);
    };
    server.http = createServer(async (request, response) => {
      const path = new URL(request.url, "http://localhost").pathname;
      if (path === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(BLANK);
      try {
        const file = place(path);
        const { size } = await stat(file);
        const type = TYPES[extname(file)] ?? "application/octet-stream";
        response.writeHead(200, { "content-type": type, "content-length": size, "cache-control": path === "/file" ? "no-store" : "max-age=60" });
        createReadStream(file).pipe(response);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise((resolve) => server.http.listen(0, "127.0.0.1", resolve));
    server.url = `http://127.0.0.1:${server.http.address().port}/`;
    return server;
  }

  stop() {
    this.http.close();
    this.http.closeAllConnections();
  }
}
