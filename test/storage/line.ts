import { connect, createServer, type Server, type Socket } from "node:net";

/** The network between the program and a database server: it can be cut, or go silent, and be mended. */
export class Line {
  readonly #pairs = new Set<[Socket, Socket]>();
  #server: Server | null = null;
  #silent = false;
  #cut = false;

  private constructor(private readonly target: URL) {}

  static async to(address: string): Promise<Line> {
    const line = new Line(new URL(address));
    const server = createServer((near) => line.#join(near));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    line.#server = server;
    return line;
  }

  /** The database's address by way of this line. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.#server?.address() as { port: number }).port}`;
    return url.toString();
  }

  /** Ends every connection, and each new one as soon as it is made. */
  cut(): void {
    this.#cut = true;
    this.#endAll();
  }

  /** Keeps every connection open and carries nothing any more. */
  silence(): void {
    this.#silent = true;
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** New connections work again; what hung before stays as it was. */
  mend(): void {
    this.#cut = this.#silent = false;
  }

  async close(): Promise<void> {
    this.#endAll();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #endAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#pairs.clear();
  }

  #join(near: Socket): void {
    if (this.#cut) return void near.destroy();
    const far = connect(Number(this.target.port), this.target.hostname);
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (bytes) => to.write(bytes));
      from.on("error", () => undefined);
      from.on("close", () => to.destroy());
      if (this.#silent) from.pause();
    }
  }
}
