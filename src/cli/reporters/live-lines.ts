const TICK_MILLISECONDS = 100;

/** One line a running node at the foot of a terminal; other lines scroll above it. */
export class LiveLines {
  readonly #write: (text: string) => void;
  readonly #running = new Map<string, { readonly text: string; readonly since: number }>();
  #drawn = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  start(id: string, text: string, at: Date): void {
    this.#running.set(id, { text, since: at.getTime() });
    this.#timer ??= setInterval(() => this.#redraw(), TICK_MILLISECONDS).unref();
    this.#redraw();
  }

  stop(id: string): void {
    this.#running.delete(id);
    if (this.#running.size === 0) this.end();
    else this.#redraw();
  }

  /** Prints a line above the live ones. */
  print(text: string): void {
    this.#clear();
    this.#write(`${text}\n`);
    this.#draw();
  }

  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #redraw(): void {
    this.#clear();
    this.#draw();
  }

  #clear(): void {
    if (this.#drawn > 0) this.#write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const now = Date.now();
    for (const { text, since } of this.#running.values()) {
      this.#write(`  … ${text} ${((now - since) / 1000).toFixed(1)}s\n`);
    }
    this.#drawn = this.#running.size;
  }
}
