// Glyphs of the browser's own faces, measured and drawn for the C++ font loader (shell/browser/canvas_font.cpp).
// One canvas, told that it will be read back often, so that it stays in memory and no GPU is asked.

/** The families named, not left to fallback: it is three times as fast, and Chinese forms are certain. */
const families = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
const canary = 8; // as in canvas_font.cpp

export class Glyphs {
  /** For tests: what was drawn since the start. */
  readonly count = { sheets: 0, glyphs: 0, milliseconds: 0 };
  #context: CanvasRenderingContext2D;
  #font = "";

  constructor() {
    const canvas = document.createElement("canvas");
    canvas.lang = "zh-CN";
    this.#context = canvas.getContext("2d", { willReadFrequently: true })!;
  }

  /** Advance and the ink's extent: left, right, up, down from the pen. Pixels. */
  measure(codepoint: number, weight: number, pixels: number): number[] {
    this.#use(weight, pixels);
    const m = this.#context.measureText(String.fromCodePoint(codepoint));
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
    context.fillStyle = "#fff";
    context.textBaseline = "alphabetic";
    context.fillRect(0, 0, canary, canary);
    for (let at = 0; at < jobs.length; at += 5) {
      const [codepoint, weight, pixels, x, y] = jobs.subarray(at, at + 5) as unknown as [number, number, number, number, number];
      this.#use(weight, pixels);
      context.fillText(String.fromCodePoint(codepoint), x, y);
    }
    const sheet = context.getImageData(0, 0, width, height).data;
    this.count.sheets += 1;
    this.count.glyphs += jobs.length / 5;
    this.count.milliseconds += performance.now() - start;
    return sheet;
  }

  // Setting a font parses it: only when it changes.
  #use(weight: number, pixels: number): void {
    const font = `${weight} ${pixels}px ${families}`;
    if (this.#font === font) return;
    this.#font = this.#context.font = font;
  }
}
