// What is tried on a camera's frame, and how often: a cheap look at every frame, dearer ones by turns, so that most frames cost
// little and a code that holds still is looked at in every way within ten. Pure: frames in, texts out; the reader is given.
// What each rung reads and costs was measured (tests/bench/decode.mjs); one that added nothing is not here.

/** 8-bit luminance, `width` bytes a row. */
export interface Frame {
  grey: Uint8Array;
  width: number;
  height: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How the reader is to look; whatever is not said is off. */
export interface How {
  any?: boolean; // every kind of QR; otherwise the usual one (model 2), since small kinds check little and are soon mistaken
  harder?: boolean; // more rows are searched
  invert?: boolean; // then the same in negative
  downscale?: 2 | 3; // then the same once more, that much smaller
  denoise?: boolean;
  global?: boolean; // one threshold from the histogram, instead of one for each place
}

/** A code in the frame; without text it was seen but could not be read. */
export interface Sighting {
  text: string;
  box: Box;
}

export type Read = (frame: Frame, how: How) => Sighting[];

const small = 800; // longest side of what the cheap look gets
const large = 1600; // longest side of any film frame: more shows nothing in a hand's width of paper
const most = 16_000_000; // pixels of a photograph
const memory = 10; // frames for which a place where a code was seen is looked at again
const cycle = 10; // frames after which the turns begin anew

// Whole frames, by turns: which frame of the cycle gets which, after its cheap look found nothing. In brackets what is lost
// without it, of 74 photographs and of 128 drawn codes that were not tuned on.
//   everything  what the library does by default: full size, then smaller, inverted, and small kinds of QR too [5, 1]
//   smooth      without the finest grain, half size (as this frame's cheap look) and full: dim and grainy pictures [0, 8]
//   histogram   half size with one threshold for all: gradients, damaged codes; costs next to nothing [1, 0]
// The place of the last sighting, looked at again: [0, 3]. Denoising by the library costs as much as everything together and
// read nothing more, nor did more contrast, other sizes, or the histogram at full size.
export const turns: Record<number, "everything" | "smooth" | "histogram"> = { 1: "histogram", 3: "everything", 7: "smooth" };

const everything: How = { any: true, harder: true, invert: true, downscale: 3 };

export class Ladder {
  #read: Read;
  #turns: typeof turns;
  #count = 0;
  #known = new Set<string>(); // read in the frame before
  #held = 0; // frames in a row that read nothing else
  #halved: ArrayBuffer | undefined; // memory of the last frame, used again: new memory costs as much as halving
  #smoothed: ArrayBuffer | undefined;
  #seen: { box: Box; frame: number } | undefined; // in shares of the frame, so that it fits every size

  constructor(read: Read, plan = turns) {
    this.#read = read;
    this.#turns = plan;
  }

  /** One frame of a film: the texts in it, none twice. */
  look(frame: Frame): string[] {
    const count = this.#count++;
    const turn = this.#turns[count % cycle];
    let full = shrink(frame, large);
    if (turn === "smooth") {
      full = smooth(full, this.#smoothed);
      this.#smoothed = full.grey.buffer as ArrayBuffer;
    }
    const cheap = shrink(full, small, this.#halved);
    if (cheap !== full) this.#halved = cheap.grey.buffer as ArrayBuffer;
    const texts = new Set<string>();
    const unread = this.#take(texts, cheap, this.#read(cheap, {}));
    if (unread || texts.size === 0) this.#lookAgain(texts, full, count);
    // A code that has been read for long and still is in sight may hide one that is harder to read.
    this.#held = texts.size > 0 && [...texts].every((text) => this.#known.has(text)) ? this.#held + 1 : 0;
    if (texts.size === 0 || this.#held > cycle) {
      if (turn === "everything") this.#take(texts, full, this.#read(full, everything));
      if (turn === "smooth" && cheap !== full) this.#take(texts, full, this.#read(full, {}));
      if (turn === "histogram") this.#take(texts, cheap, this.#read(cheap, { global: true }));
    }
    this.#known = texts;
    return [...texts];
  }

  // Notes what was read and where; whether a code was seen that could not be read.
  #take(texts: Set<string>, { width, height }: Frame, sightings: Sighting[]): boolean {
    let unread = false;
    for (const { text, box } of sightings) {
      if (text) texts.add(text);
      else unread = true;
      const share = { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
      if (!text || !unread) this.#seen = { box: share, frame: this.#count };
    }
    return unread;
  }

  // Where a code was seen, every pixel: as it is, and by turns enlarged and sharpened.
  #lookAgain(texts: Set<string>, full: Frame, count: number): void {
    if (!this.#seen || this.#count - this.#seen.frame > memory) return;
    const part = crop(full, this.#seen.box);
    if (part.width < 16 || part.height < 16) return;
    const close = part.width * part.height < 160_000 && count % 2 === 1;
    for (const { text } of this.#read(close ? double(sharpen(part)) : part, { harder: true })) if (text) texts.add(text);
  }
}

/** A photograph: everything is tried until something is read, from cheap to dear. */
export function still(frame: Frame, read: Read): string[] {
  let whole = frame;
  while (whole.width * whole.height > most) whole = half(whole);
  const full = shrink(whole, large);
  const cheap = shrink(full, small);
  const ways: [() => Frame, How][] = [
    [() => cheap, {}],
    [() => cheap, { global: true, invert: true }],
    [() => full, everything],
    [() => smooth(full), { downscale: 2 }],
    [() => full, { any: true, harder: true, denoise: true, downscale: 2 }],
  ];
  if (whole !== full) ways.push([() => whole, everything], [() => smooth(whole), { downscale: 2, invert: true }]);
  if (whole === cheap) ways.push([() => double(whole), everything], [() => double(sharpen(whole)), {}]);
  for (const [picture, how] of ways) {
    const texts = read(picture(), how).map(({ text }) => text).filter((text) => text !== "");
    if (texts.length > 0) return [...new Set(texts)];
  }
  return [];
}

/** Halved until its longer side is no longer than `side`. */
function shrink(frame: Frame, side: number, into?: ArrayBuffer): Frame {
  let result = frame;
  while (Math.max(result.width, result.height) > side && Math.min(result.width, result.height) > 4) result = half(result, into);
  return result;
}

// Four pixels stand in a word. Every second one of them, with room for sums above it:
const lanes = 0xff00ff;
const eight = 0x80008; // in both lanes, to round a sum of sixteen

// Rows of whole words; up to three columns at the right are given up.
function inWords({ grey, width, height }: Frame): { words: Int32Array; columns: number } {
  const columns = width >> 2;
  if (width % 4 === 0 && grey.byteOffset % 4 === 0) return { words: new Int32Array(grey.buffer, grey.byteOffset, columns * height), columns };
  const bytes = new Uint8Array(4 * columns * height);
  for (let y = 0; y < height; y++) bytes.set(grey.subarray(y * width, y * width + 4 * columns), 4 * y * columns);
  return { words: new Int32Array(bytes.buffer), columns };
}

/** Half as wide and high: the average of each four. */
export function half(frame: Frame, into?: ArrayBuffer): Frame {
  const { words, columns } = inWords(frame);
  const height = frame.height >> 1;
  const pairs = new Uint16Array(into?.byteLength === 2 * columns * height ? into : new ArrayBuffer(2 * columns * height));
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = 2 * y * columns, end = from + columns; from < end; from++, to++) {
      const above = words[from]!;
      const below = words[from + columns]!;
      const sums = (above & lanes) + ((above >>> 8) & lanes) + (below & lanes) + ((below >>> 8) & lanes) + 0x20002;
      pairs[to] = ((sums >>> 2) & 0xff) | ((sums >>> 10) & 0xff00);
    }
  }
  return { grey: new Uint8Array(pairs.buffer), width: 2 * columns, height };
}

/** Without its finest grain: each pixel counts twice beside its neighbours, across and down. */
export function smooth(frame: Frame, into?: ArrayBuffer): Frame {
  const { words, columns } = inWords(frame);
  const { height } = frame;
  const result = new Int32Array(into?.byteLength === words.byteLength ? into : new ArrayBuffer(words.byteLength));
  for (let y = 0; y < height; y++) {
    const row = y * columns;
    const above = y > 0 ? -columns : 0;
    const below = y < height - 1 ? columns : 0;
    // Sums of a word's first and third pixel, and of its second and fourth, down the column: of the word before, here, and next.
    let oddBefore = 0;
    let even = 0;
    let odd = 0;
    for (let next = row; next <= row + columns; next++) {
      let evenNext = even;
      let oddNext = odd;
      if (next < row + columns) {
        const up = words[next + above]!;
        const here = words[next]!;
        const down = words[next + below]!;
        evenNext = (up & lanes) + (down & lanes) + 2 * (here & lanes);
        oddNext = ((up >>> 8) & lanes) + ((down >>> 8) & lanes) + 2 * ((here >>> 8) & lanes);
      }
      if (next > row) {
        const evens = ((odd << 16) | (oddBefore >>> 16)) + odd + 2 * even + eight;
        const odds = even + ((even >>> 16) | (evenNext << 16)) + 2 * odd + eight;
        result[next - 1] = ((evens >>> 4) & lanes) | (((odds >>> 4) & lanes) << 8);
      }
      oddBefore = odd;
      even = evenNext;
      odd = oddNext;
    }
  }
  return { grey: new Uint8Array(result.buffer), width: 4 * columns, height };
}

/** The part of the frame around a box (in shares of it), with room for the quiet zone and a moved hand. */
function crop({ grey, width, height }: Frame, box: Box): Frame {
  const room = 0.3 * Math.max(box.width * width, box.height * height) + 8;
  const left = Math.max(0, Math.floor(box.x * width - room));
  const top = Math.max(0, Math.floor(box.y * height - room));
  const right = Math.min(width, Math.ceil((box.x + box.width) * width + room));
  const bottom = Math.min(height, Math.ceil((box.y + box.height) * height + room));
  const part = { grey: new Uint8Array(Math.max(0, right - left) * Math.max(0, bottom - top)), width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  for (let y = 0; y < part.height; y++) part.grey.set(grey.subarray((top + y) * width + left, (top + y) * width + right), y * part.width);
  return part;
}

/** Twice as wide and high, straight lines between the pixels. */
export function double({ grey, width, height }: Frame): Frame {
  const wide = new Uint8Array(2 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const three = 3 * grey[at]! + 2;
      wide[2 * at] = (three + grey[x > 0 ? at - 1 : at]!) >> 2;
      wide[2 * at + 1] = (three + grey[x < width - 1 ? at + 1 : at]!) >> 2;
    }
  }
  const row = 2 * width;
  const result = new Uint8Array(2 * row * height);
  for (let y = 0; y < height; y++) {
    const above = y > 0 ? -row : 0;
    const below = y < height - 1 ? row : 0;
    for (let x = 0, at = y * row, to = 2 * y * row; x < row; x++, at++, to++) {
      const three = 3 * wide[at]! + 2;
      result[to] = (three + wide[at + above]!) >> 2;
      result[to + row] = (three + wide[at + below]!) >> 2;
    }
  }
  return { grey: result, width: row, height: 2 * height };
}

/** Five times as far from the average of its surroundings: undoes some blur and lifts what is dim. */
export function sharpen({ grey, width, height }: Frame): Frame {
  const round = blur(blur({ grey, width, height })).grey;
  const result = new Uint8ClampedArray(grey.length);
  for (let i = 0; i < grey.length; i++) result[i] = 5 * grey[i]! - 4 * round[i]!;
  return { grey: new Uint8Array(result.buffer), width, height };
}

// The average of five by five pixels.
function blur({ grey, width, height }: Frame): Frame {
  const clamp = (i: number, end: number) => (i < 0 ? 0 : i >= end ? end - 1 : i);
  const along = new Uint16Array(grey.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let i = -3; i < 2; i++) sum += grey[row + clamp(i, width)]!;
    for (let x = 0; x < width; x++) {
      sum += grey[row + clamp(x + 2, width)]! - grey[row + clamp(x - 3, width)]!;
      along[row + x] = sum;
    }
  }
  const result = new Uint8Array(grey.length);
  const sums = new Uint32Array(width);
  for (let i = -3; i < 2; i++) for (let x = 0, at = clamp(i, height) * width; x < width; x++, at++) sums[x]! += along[at]!;
  for (let y = 0; y < height; y++) {
    const enters = clamp(y + 2, height) * width;
    const leaves = clamp(y - 3, height) * width;
    for (let x = 0; x < width; x++) {
      const sum = (sums[x]! += along[enters + x]! - along[leaves + x]!);
      result[y * width + x] = sum / 25;
    }
  }
  return { grey: result, width, height };
}
