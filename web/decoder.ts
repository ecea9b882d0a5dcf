// The decoder's worker: a picture in, the texts of the codes in it out. Apart from the console, because it may be slow, hang,
// and be replaced. In: { pixels, width, height, grey?, still?, linear? }; out: { text, texts, failed? }, exactly one for each picture.
//   grey    pixels begin with 8-bit luminance, width × height of it; otherwise they are RGBA
//   still   a photograph: everything is tried until something is read
//   linear  bar codes (Code 128) are read, besides QR
//   text    of the first code; empty: there is none that can be read
//   failed  nothing can be read by this worker, whatever the picture
import { Ladder, still, type Frame, type Read } from "./ladder";
import { any, openReader, usual } from "./reader";

declare const ASSETS: { zxing: string };
declare const self: { onmessage: unknown; postMessage(message: unknown): void };

interface Picture {
  pixels: ArrayBuffer;
  width: number;
  height: number;
  grey?: boolean;
  still?: boolean;
  linear?: boolean;
}

const overrides = { locateFile: () => `/${ASSETS.zxing}` }; // ours, never a content network's
let reader: Promise<Read> | undefined;
let lines = false; // what the present reader reads
let ladder: Ladder | undefined;

self.onmessage = async (event: MessageEvent<Picture>) => {
  let texts: string[] = [];
  let failed = false;
  try {
    const linear = event.data.linear ?? false;
    if (linear !== lines) reader = ladder = undefined;
    lines = linear;
    reader ??= linear ? openReader(overrides, [...usual, "Code128"], [...any, "Code128"], true) : openReader(overrides);
    const read = await reader;
    const frame = luminance(event.data);
    if (frame) texts = event.data.still ? still(frame, read) : (ladder ??= new Ladder(read)).look(frame);
  } catch {
    reader = ladder = undefined; // whatever state it is in, the next picture begins with a new one
    failed = true;
  }
  self.postMessage({ text: texts[0] ?? "", texts, ...(failed && { failed }) });
};

// The grey frame; none where the numbers do not fit the bytes.
function luminance({ pixels, width, height, grey }: Picture): Frame | undefined {
  const size = width * height;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) return undefined;
  if (Math.max(width, height) > 0xffff || pixels.byteLength < (grey ? size : 4 * size)) return undefined;
  if (grey) return { grey: new Uint8Array(pixels, 0, size), width, height };
  const words = new Uint32Array(pixels, 0, size); // red in the lowest byte
  const result = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const word = words[i]!;
    result[i] = (306 * (word & 0xff) + 601 * ((word >>> 8) & 0xff) + 117 * ((word >>> 16) & 0xff) + 512) >> 10;
  }
  return { grey: result, width, height };
}
