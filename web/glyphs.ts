// Glyphs of the browser's own faces, measured and drawn for the C++ font loader (shell/browser/canvas_font.cpp): a few at
// once here, many by a worker, so that the main thread is free meanwhile.
import { Pen, whiten, type Order, type Sheet } from "./pen";

const patience = 1000; // ms that a worker may take; then this thread draws itself

export class Glyphs {
  /** For tests: what was drawn since the start; sheets here and by the worker, and the time here. */
  readonly count = { sheets: 0, sent: 0, glyphs: 0, milliseconds: 0 };
  #pen: Pen;
  #names: [code: number, text: string][] = [];
  #scribe: Worker | undefined;
  ready = false; // the worker
  #order: Order | undefined; // that the worker has
  #late: ReturnType<typeof setTimeout> | undefined;
  #give: (sheet: Sheet) => void;

  constructor(give: (sheet: Sheet) => void) {
    const canvas = document.createElement("canvas");
    canvas.lang = "zh-CN"; // counts outside of the document, too
    this.#pen = new Pen(canvas);
    this.#give = give;
  }

  /** Once the first screen is shown: until then a worker would only be in the way. */
  hire(url: string): void {
    if (this.#scribe || typeof OffscreenCanvas === "undefined") return;
    this.#scribe = new Worker(url, { type: "module" });
    this.#scribe.onmessage = ({ data }: MessageEvent<Sheet | "ready">) => {
      if (data === "ready") this.ready = true;
      else if (this.#order) this.#deliver(this.#order, data);
    };
    this.#scribe.onerror = () => this.#dismiss();
  }

  name(code: number, text: string): void {
    this.#names.push([code, text]);
    this.#pen.name(code, text);
  }

  measure(code: number, weight: number, pixels: number): number[] {
    return this.#pen.measure(code, weight, pixels);
  }

  draw(jobs: Float32Array, width: number, height: number): Sheet {
    const start = performance.now();
    const sheet = this.#pen.draw(jobs, width, height);
    this.count.milliseconds += performance.now() - start;
    this.count.sheets += 1;
    this.count.glyphs += sheet.misfits.length;
    return sheet;
  }

  /** Has them drawn by the worker. False: there is none. */
  send(jobs: Float32Array, width: number, height: number): boolean {
    if (!this.ready) return false;
    this.#order = { jobs, width, height, names: this.#names.splice(0) }; // it remembers what it was told
    this.#scribe!.postMessage(this.#order);
    this.#late = setTimeout(() => this.#dismiss(), patience);
    return true;
  }

  #deliver(order: Order, sheet: Sheet): void {
    clearTimeout(this.#late);
    if (order !== this.#order) return;
    this.#order = undefined;
    this.count.sent += 1;
    this.count.glyphs += sheet.misfits.length;
    this.#give(sheet);
  }

  // One that failed once is not asked again.
  #dismiss(): void {
    this.#scribe?.terminate();
    this.ready = false;
    clearTimeout(this.#late);
    const order = this.#order;
    this.#order = undefined;
    if (!order) return;
    const sheet = this.draw(order.jobs, order.width, order.height);
    whiten(sheet);
    this.#give(sheet);
  }
}

/** A face of our own, for a browser that falsifies its own. Tried until it is here: what is shown meanwhile is wrong. */
export async function fetchFace(url: string): Promise<Uint8Array> {
  for (let wait = 1000; ; wait = Math.min(2 * wait, 60_000)) {
    const answer = await fetch(url).catch(() => undefined);
    const bytes = answer?.ok ? await answer.arrayBuffer().catch(() => undefined) : undefined;
    if (bytes) return new Uint8Array(bytes);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
