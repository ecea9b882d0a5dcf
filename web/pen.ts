// Draws glyphs of the browser's own faces on a canvas: on the main thread (glyphs.ts) or in a worker (scribe.ts).

/** The families named, not left to fallback: it is three times as fast, and Chinese forms are certain. */
const families =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", ' +
  '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", system-ui, sans-serif';
const canary = 8; // as in canvas_font.cpp
const members = 9; // of a job: see Pen.draw

/** RGBA pixels, and for each glyph 1 where its ink does not lie in the box that it was given. */
export interface Sheet {
  pixels: Uint8ClampedArray;
  misfits: Uint8Array;
}

/** White also where it is transparent, as the atlas has it. */
export function whiten({ pixels }: Sheet): void {
  const whole = new Uint32Array(pixels.buffer);
  for (let i = 0; i < whole.length; i++) whole[i]! |= 0x00ffffff;
}

/** What is to be drawn: jobs as canvas_font.cpp lists them, and what private code points stand for. */
export interface Order {
  jobs: Float32Array;
  width: number;
  height: number;
  names: [code: number, text: string][];
}

export class Pen {
  #context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  #font = "";
  #clusters = new Map<number, string>();

  /** `canvas`: told that it will be read back often, so that it stays in memory and no GPU is asked. */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    const options = { willReadFrequently: true };
    this.#context = canvas.getContext("2d", options) as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
    Object.assign(this.#context, { lang: "zh-CN" });
  }

  /** From now on `code`, a private code point, is drawn as `text`. */
  name(code: number, text: string): void {
    this.#clusters.set(code, text);
  }

  /** Advance and the ink's extent: left, right, up, down from the pen. Pixels. */
  measure(code: number, weight: number, pixels: number): number[] {
    this.#use(weight, pixels);
    const m = this.#context.measureText(this.#text(code));
    return [m.width, m.actualBoundingBoxLeft, m.actualBoundingBoxRight, m.actualBoundingBoxAscent, m.actualBoundingBoxDescent];
  }

  /** One sheet of all glyphs of `jobs` (code point, weight, pixels, pen x, pen y, box from the pen) and the canary. */
  draw(jobs: Float32Array, width: number, height: number): Sheet {
    const context = this.#context;
    context.canvas.width = width; // clears
    context.canvas.height = height;
    this.#font = "";
    context.fillStyle = "#fff"; // what comes back in another colour is an emoji
    context.textBaseline = "alphabetic";
    context.fillRect(0, 0, canary, canary);
    const misfits = new Uint8Array(jobs.length / members);
    for (let i = 0; i < misfits.length; i++) {
      const [code, weight, pixels, x, y, ...box] = jobs.subarray(i * members, (i + 1) * members) as unknown as number[];
      this.#use(weight!, pixels!);
      const text = this.#text(code!);
      if (this.#fits(text, box as Box)) context.fillText(text, x!, y!);
      else misfits[i] = 1;
    }
    return { pixels: context.getImageData(0, 0, width, height).data, misfits };
  }

  // An empty box: it was measured before.
  #fits(text: string, [left, top, right, bottom]: Box): boolean {
    if (left === right) return true;
    const m = this.#context.measureText(text);
    // A pixel is left free at each side; the advance is 2 % narrower than the box.
    return -m.actualBoundingBoxLeft >= left + 1 && m.actualBoundingBoxRight <= right - 1 &&
      -m.actualBoundingBoxAscent >= top + 1 && m.actualBoundingBoxDescent <= bottom - 1 && m.width <= right - 1;
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

type Box = [left: number, top: number, right: number, bottom: number];
