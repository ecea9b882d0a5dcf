// ZXing-C++ as the ladder wants it: luminance in, sightings out. The module's own function is called instead of the package's
// readBarcodes, which takes RGBA only: the camera gives luminance, and of colour nothing would be used.
import { binarizers, characterSets, defaultReaderOptions, eanAddOnSymbols, encodeFormats, prepareZXingModule, purgeZXingModule, textModes, type ReaderOptions } from "zxing-wasm/reader";
import type { Box, Read } from "./ladder";

// The package declares it upon Emscripten's types, which are not installed; these are the parts that are used.
interface Module {
  HEAPU8: Uint8Array; // another one after memory has grown
  _malloc(size: number): number;
  _free(place: number): void;
  readBarcodesFromPixmap(place: number, width: number, height: number, options: object): Results;
}
interface Results {
  size(): number;
  get(i: number): { isValid: boolean; text: string; position: Record<"topLeft" | "topRight" | "bottomLeft" | "bottomRight", { x: number; y: number }> };
  delete(): void;
}
type Formats = NonNullable<ReaderOptions["formats"]>;

const several = 4; // codes in one picture that are told apart

// As the package encodes them: names have become places in its lists.
const common = {
  ...defaultReaderOptions,
  tryRotate: false, // for linear codes only
  maxNumberOfSymbols: several,
  returnErrors: true, // where a code is that cannot be read yet
  eanAddOnSymbol: eanAddOnSymbols.indexOf("Ignore"),
  characterSet: characterSets.indexOf("Unknown"),
  textMode: textModes.indexOf("Plain"),
};

export const usual: Formats = ["QRCodeModel2"];
export const any: Formats = ["QRCode"];

/** Loads the module. `formats` are what every look searches for, `thorough` what the thorough ones do; `turned`: also on their side. */
export async function openReader(overrides: object, formats = usual, thorough = any, turned = false): Promise<Read> {
  purgeZXingModule(); // one that could not be loaded, or that broke, would be given again
  const module = (await prepareZXingModule({ overrides, fireImmediately: true })) as unknown as Module;
  const encoded = [formats, thorough].map(encodeFormats);
  let room = 0;
  let place = 0;
  return ({ grey, width, height }, how) => {
    if (width < 1 || height < 1 || grey.length < width * height) return [];
    const size = width * height;
    if (size > room) {
      module._free(place);
      place = module._malloc(size);
      room = place === 0 ? 0 : size;
      if (place === 0) throw new RangeError(`no memory for ${width}×${height}`);
    }
    module.HEAPU8.set(size === grey.length ? grey : grey.subarray(0, size), place);
    const options = {
      ...common,
      formats: encoded[how.any ? 1 : 0]!,
      tryRotate: turned,
      tryHarder: how.harder ?? false,
      tryInvert: how.invert ?? false,
      tryDownscale: how.downscale !== undefined,
      downscaleFactor: how.downscale ?? 3,
      tryDenoise: how.denoise ?? false,
      binarizer: binarizers.indexOf(how.global ? "GlobalHistogram" : "LocalAverage"),
    };
    const found = module.readBarcodesFromPixmap(place, width, height, options);
    try {
      return Array.from({ length: found.size() }, (_, i) => {
        const { isValid, text, position } = found.get(i);
        return { text: isValid ? text : "", box: around([position.topLeft, position.topRight, position.bottomLeft, position.bottomRight]) };
      });
    } finally {
      found.delete();
    }
  };
}

function around(corners: { x: number; y: number }[]): Box {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
