// The decoder's worker: a picture in, the text of the QR code in it out, empty when there is none.
// ZXing-C++ as WebAssembly, apart from the console: it may be slow, hang, and be replaced.
import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";

declare const ASSETS: { zxing: string };
declare const self: { onmessage: unknown; postMessage(message: unknown): void };

prepareZXingModule({ overrides: { locateFile: () => `/${ASSETS.zxing}` } }); // ours, never a content network's

// QR only: with all formats an empty frame takes seven times as long.
const options: ReaderOptions = {
  formats: ["QRCode"],
  maxNumberOfSymbols: 1,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
  textMode: "Plain",
};
let count = 0;

self.onmessage = async (event: MessageEvent<{ pixels: ArrayBuffer; width: number; height: number }>) => {
  const { pixels, width, height } = event.data;
  const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
  let text = "";
  try {
    // Fast and thorough in turns: each reads some codes that the other misses.
    const tryHarder = count++ % 3 === 2;
    const results = await readBarcodes(picture, { ...options, tryHarder, tryInvert: count % 10 === 0 });
    text = results.find((result) => result.isValid)?.text ?? "";
  } catch {
    // an unreadable picture is a picture without a code
  }
  self.postMessage({ text });
};
