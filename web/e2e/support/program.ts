/** The real program, started on a temporary data folder and a free port of loopback. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Seeding the demo company in a debug build takes a while on a small machine. */
const START_MS = 90_000;
const STOP_MS = 15_000;

async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

export class Program {
  private process: ChildProcess | null = null;
  private output = "";

  private constructor(
    readonly url: string,
    private readonly listen: string,
    private readonly data: string,
  ) {}

  /** Starts the demo company and waits until it serves. */
  static async start(): Promise<Program> {
    const listen = `127.0.0.1:${await freePort()}`;
    const program = new Program(`http://${listen}`, listen, await mkdtemp(join(tmpdir(), "shanying-walks-")));
    await program.run();
    return program;
  }

  /** The password of all accounts of the demo company. */
  async password(): Promise<string> {
    const answer = await fetch(`${this.url}/demo/api/accounts`);
    if (!answer.ok) throw new Error(`accounts: ${answer.status}`);
    return ((await answer.json()) as { password: string }).password;
  }

  /** Kills the program at once, as a power cut would, and starts it again on the same data. */
  async crash(): Promise<void> {
    await this.end("SIGKILL");
    await this.run();
  }

  /** Ends the program gracefully; it must do so without a fault. */
  async stop(): Promise<void> {
    const code = await this.end("SIGTERM");
    await rm(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the program ended with ${code}:\n${this.output.slice(-4000)}`);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return child?.exitCode ?? 0;
    return new Promise((done) => {
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      child.once("exit", (code) => {
        clearTimeout(late);
        done(code);
      });
      child.kill(signal);
    });
  }

  private async run(): Promise<void> {
    const program = process.env.SHANYING_BIN ?? join(WEB, "../target/debug/shanying");
    if (!existsSync(program)) throw new Error(`${program} is missing: cargo build --package shanying-server`);
    const child = spawn(program, ["demo", "--company", "shop", "--listen", this.listen], {
      cwd: join(WEB, ".."),
      stdio: ["ignore", "pipe", "pipe"],
      // All walks come from one address within minutes.
      env: {
        ...process.env,
        SHANYING__STORAGE__DATA: this.data,
        SHANYING__LIMITS__ADDRESS_PER_MINUTE: "100000",
        SHANYING__LIMITS__ADDRESS_BURST: "100000",
        SHANYING__LIMITS__SIGN_IN_PER_MINUTE: "1000",
        SHANYING__LIMITS__VISITORS_PER_MINUTE: "1000",
        SHANYING__LIMITS__VISITORS_BURST: "1000",
      },
    });
    this.process = child;
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (child.exitCode !== null) break;
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error(`the program did not start:\n${this.output.slice(-4000)}`);
  }

  /** What the program printed and logged; for a walk that failed. */
  get log(): string {
    return this.output;
  }
}

/** The checkout. */
export const repository = join(WEB, "..");
