import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../../miniapp/dist", import.meta.url));
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );

/** Loopback is where a build without PUBLIC_URL looks for its server; the namespaces of SVG and XML are names, not addresses. */
const allowed = new Set(["127.0.0.1", "www.w3.org", ...(process.env.PUBLIC_URL ? [new URL(process.env.PUBLIC_URL).hostname] : [])]);
const address = /(?:https?:|wss?:|["'(`])\/\/([a-z0-9][a-z0-9.-]*\.[a-z0-9]{1,12})/gi;

function outsideHosts(folder: string): string[] {
  const texts = filesUnder(folder).filter((file) => !/\.(?:png|jpg|gif|webp|woff2?)$/.test(file));
  return texts.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(address)]
      .map(([, host]) => host ?? "")
      .filter((host) => !allowed.has(host))
      .map((host) => `${file}: ${host}`),
  );
}

describe("what is shipped", () => {
  it("would see an outside host", () => {
    const hosts = (text: string): (string | undefined)[] => [...text.matchAll(address)].map(([, host]) => host);
    expect(hosts('a("https://cdn.example.com/x.png"), url(//img.example.org/y), wss://s.example.net')).to.deep.equal([
      "cdn.example.com",
      "img.example.org",
      "s.example.net",
    ]);
  });

  describe("the mini program", () => {
    const folder = join(dist, "mp-weixin");
    it("is smaller than 0.8 MB, of the 2 MB that WeChat takes", () => {
      const bytes = filesUnder(folder).reduce((sum, file) => sum + statSync(file).size, 0);
      console.log(`      mini program: ${(bytes / 1024).toFixed(0)} KB`);
      expect(bytes).to.be.lessThan(800_000);
    });
    it("names no outside host", () => {
      expect(outsideHosts(folder)).to.deep.equal([]);
    });
  });

  describe("the H5 app", () => {
    const folder = join(dist, "h5");
    before(function () {
      if (existsSync(join(folder, "index.html"))) return;
      console.log("      skipped: miniapp/dist/h5 is not built (npm run build:h5)");
      this.skip();
    });
    it("loads its first page with less than 200 KB, gzipped", () => {
      const html = readFileSync(join(folder, "index.html"), "utf8");
      const linked = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => join(folder, path ?? ""));
      const page = filesUnder(join(folder, "assets")).filter((file) => !/pages-(?!todo)/.test(file));
      const bytes = [...new Set([join(folder, "index.html"), ...linked, ...page])].reduce(
        (sum, file) => sum + gzipSync(readFileSync(file)).length,
        0,
      );
      console.log(`      H5 first page, counted with every shared chunk: ${(bytes / 1024).toFixed(0)} KB gzip`);
      expect(linked).to.have.length.greaterThan(1);
      expect(bytes).to.be.lessThan(200_000);
    });
    it("names no outside host", () => {
      expect(outsideHosts(folder)).to.deep.equal([]);
    });
  });
});
