// Pictures, however they come: chosen from the device, taken by its camera, pasted, dropped. Those of codes are each read by a
// decoder of its own, so that one that hangs on a hostile file hangs nothing else. Those that are to be shown are made small.
import type { Send } from "./bridge";

const longSide = 2560; // px: what a phone's screenshot has; larger ones are made smaller
const largest = 64 * 1024 * 1024; // bytes of a file that is looked at
const patience = 30_000; // ms, the fetching of the decoder over a slow network included
// What is tried by turns until a photograph is small enough; core/base/jpeg.h says how small.
const photoSides = [640, 512, 384, 256];
const photoQualities = [0.85, 0.7, 0.55];
const photoBytes = 45_000;

export class Pictures {
  linear = false; // bar codes are read, besides QR
  #decoderUrl: string;
  #send: Send;
  #newest = 0; // numbers pictures: only the newest one matters

  constructor(decoderUrl: string, send: Send) {
    this.#decoderUrl = decoderUrl;
    this.#send = send;
    document.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    document.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    // Without this a browser would leave the page for the picture.
    document.addEventListener("dragover", (event) => event.preventDefault());
  }

  /** Within the gesture that asked for it; a phone offers its camera as well. */
  choose(): void {
    chooseFile((file) => this.#read(file));
  }

  /** The same, for a picture that is to be shown. */
  choosePhoto(): void {
    chooseFile((file) => this.#shrink(file));
  }

  #take(event: Event, data: DataTransfer | null): void {
    const picture = [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (picture || event.type === "drop") event.preventDefault(); // pasted text is the field's
    if (picture) this.#read(picture);
  }

  #read(file: File): void {
    const number = ++this.#newest;
    this.#send({ type: "picture" });
    void this.#texts(file)
      .catch(() => []) // no picture after all
      .then((texts) => number === this.#newest && this.#send({ type: "picture_read", texts }));
  }

  #shrink(file: File): void {
    const number = ++this.#newest;
    this.#send({ type: "photo", state: "reading" });
    void photograph(file)
      .then((data) => ({ state: "read", data }))
      .catch(() => ({ state: "unreadable" }))
      .then((read) => number === this.#newest && this.#send({ type: "photo", ...read }));
  }

  async #texts(file: File): Promise<string[]> {
    const bitmap = await open(file);
    const { canvas, context } = paint(bitmap, longSide);
    bitmap.close();
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    const worker = new Worker(this.#decoderUrl, { type: "module" });
    try {
      return await new Promise<string[]>((resolve) => {
        setTimeout(() => resolve([]), patience);
        worker.onerror = () => resolve([]);
        worker.onmessage = (event: MessageEvent<{ texts: string[] }>) => resolve(event.data.texts);
        worker.postMessage({ pixels: data.buffer, width, height, still: true, linear: this.linear }, [data.buffer]);
      });
    } finally {
      worker.terminate();
    }
  }
}

function chooseFile(take: (file: File) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.addEventListener("change", () => {
    if (input.files?.[0]) take(input.files[0]);
  });
  input.click();
}

/** As it is held: the browser turns what a phone took upright. Fails where it is no picture. */
async function open(file: File): Promise<ImageBitmap> {
  if (file.size > largest) throw new Error("the file is too large");
  return createImageBitmap(file);
}

/** No side longer than `most` pixels. What is transparent is white: the paper of a drawn code. */
function paint(bitmap: ImageBitmap, most: number) {
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { canvas, context };
}

/** Some browsers disturb what is read back from a canvas, against recognition: nobody wants to see that. */
function isFalsified(): boolean {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "#808080";
  context.fillRect(0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  return data.some((value, i) => Math.abs(value - (i % 4 === 3 ? 255 : 128)) > 16);
}

/** What a file shows as a small JPEG with nothing else in it, in base64. */
async function photograph(file: File): Promise<string> {
  if (isFalsified()) throw new Error("the canvas is falsified");
  const bitmap = await open(file);
  for (const side of photoSides) {
    const { canvas } = paint(bitmap, side);
    for (const quality of photoQualities) {
      const blob = await new Promise<Blob | null>((give) => canvas.toBlob(give, "image/jpeg", quality));
      if (blob?.type !== "image/jpeg") throw new Error("this browser writes no JPEG");
      const bytes = plain(new Uint8Array(await blob.arrayBuffer()));
      if (bytes.length <= photoBytes) return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    }
  }
  throw new Error("nothing was small enough");
}

/** A JPEG without notes and profiles: Safari writes Exif even into what a canvas gives. */
function plain(jpeg: Uint8Array): Uint8Array {
  const kept = [...jpeg.subarray(0, 2)];
  let at = 2;
  for (let end: number; jpeg[at + 1] !== 0xda && at < jpeg.length; at = end) { // up to the first scan
    const marker = jpeg[at + 1]!;
    end = at + 2 + jpeg[at + 2]! * 256 + jpeg[at + 3]!;
    if (marker <= 0xe0) kept.push(...jpeg.subarray(at, end)); // JFIF's own, and what it takes to draw it
  }
  return Uint8Array.from([...kept, ...jpeg.subarray(at)]);
}
