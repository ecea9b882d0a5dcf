// Glyphs of the browser's own faces, measured and drawn for the C++ font loader (shell/browser/canvas_font.cpp).
// One canvas, told that it will be read back often, so that it stays in memory and no GPU is asked.

/** The families named, not left to fallback: it is three times as fast, and Chinese forms are certain. */
const families =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", ' +
  '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", system-ui, sans-serif';
const canary = 8; // as in canvas_font.cpp

export class Glyphs {
  /** For tests: what was drawn since the start. */
  readonly count = { sheets: 0, glyphs: 0, milliseconds: 0 };
  #context: CanvasRenderingContext2D;
  #font = "";
  #clusters = new Map<number, string>();

  constructor() {
    const canvas = document.createElement("canvas");
    canvas.lang = "zh-CN"; // counts outside of the document, too
    this.#context = canvas.getContext("2d", { willReadFrequently: true })!;
  }

  /** From now on `code`, a private code point, is drawn as `text`. */
  name(code: number, text: string): void {
    this.#clusters.set(code, text);
  }

  /** Advance and the ink's extent: left, right, up, down from the pen. Pixels. */
  measure(code: number, weight: number, pixels: number): number[] {
    this.#use(weight, pixels);
    const m = this.#context.measureText(this.#text(code));
    const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = m;
    return [m.width, left, right, m.actualBoundingBoxAscent, m.actualBoundingBoxDescent];
  }

  /** One sheet of RGBA pixels with all glyphs of `jobs` (code point, weight, pixels, pen x, pen y) and the canary. */
  draw(jobs: Float32Array, width: number, height: number): Uint8ClampedArray {
    const start = performance.now();
    const context = this.#context;
    context.canvas.width = width; // clears
    context.canvas.height = height;
    this.#font = "";
    context.fillStyle = "#fff"; // what comes back in another colour is an emoji
    context.textBaseline = "alphabetic";
    context.fillRect(0, 0, canary, canary);
    for (let at = 0; at < jobs.length; at += 5) {
      const [code, weight, pixels, x, y] = jobs.subarray(at, at + 5) as unknown as [number, number, number, number, number];
      this.#use(weight, pixels);
      context.fillText(this.#text(code), x, y);
    }
    const sheet = context.getImageData(0, 0, width, height).data;
    this.count.sheets += 1;
    this.count.glyphs += jobs.length / 5;
    this.count.milliseconds += performance.now() - start;
    return sheet;
  }

  #text(code: number): string {
    return this.#clusters.get(code) ?? String.fromCodePoint(code);
  }

  // Setting a font parses it: only when it changes.
  #use(weight: number, pixels: number): void {
    const font = `${weight} ${pixels}px ${families}`;
    if (this.#font === font) return;
    this.#font = this.#context.font = font;
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
