// Makes build/dist from the compiled console, the page's TypeScript and the assets: names that carry a hash of their content
// (so that a browser may keep them for ever), each file beside its brotli and gzip copies, and asset-manifest.json, which
// tells the server what is what.
//   node web/build.mjs [--web build/web/shell] [--hanzi build/hanzi.otf] [--out build/dist]
// The result depends on its inputs alone. Sizes are printed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import esbuild from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    web: { type: "string", default: path.join(root, "build/web/shell") },
    hanzi: { type: "string", default: path.join(root, "build/hanzi.otf") },
    out: { type: "string", default: path.join(root, "build/dist") },
  },
});
const cache =
  process.env.HEXIAO_CACHE || path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "hexiao");
const here = (name) => path.join(root, "web", name);

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".otf": "font/otf",
  ".webmanifest": "application/manifest+json",
};
const files = new Map(); // url path without the slash → bytes
const names = {}; // plain name → hashed name

/** Takes a file in under a name that changes with its content. */
function add(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const { name: stem, ext } = path.parse(name);
  names[name] = `assets/${stem}-${hash}${ext}`;
  files.set(names[name], bytes);
}

/** Fills {{name}} with hashed names and {{zh:Str::key}} with strings; an unknown one fails the build. */
async function fill(text) {
  const strings = {};
  for (const language of ["zh", "en"]) {
    strings[language] = JSON.parse(await readFile(path.join(root, `assets/strings/${language}.json`), "utf8"));
  }
  const escape = (said) => said.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return text.replace(/\{\{([^}]+)\}\}/g, (whole, name) => {
    const [, language, identifier] = /^(zh|en):Str::(\w+)$/.exec(name) ?? [];
    if (!language) {
      if (!names[name]) throw new Error(`${whole}: no such file`);
      return names[name];
    }
    const key = Object.keys(strings[language]).find((it) => it.replaceAll(".", "_") === identifier);
    if (!key) throw new Error(`${whole}: no such string`);
    return escape(strings[language][key]);
  });
}

const rasterise = (svg, size) => execFileSync("rsvg-convert", ["--width", size, "--height", size], { input: svg });

async function bundle(entry, define = {}) {
  const result = await esbuild.build({
    entryPoints: [here(entry)],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: ["chrome94", "firefox100", "safari16"],
    define,
    alias: { "hexiao-glue": path.resolve(options.web, "hexiao_web.mjs") },
    external: ["node:*"],
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}

async function collect() {
  add("icon.svg", await readFile(path.join(root, "assets/icon.svg")));
  // iOS, and installing, want pixels; a maskable icon fills its square, since the system cuts it to its own shape.
  const mark = await readFile(path.join(root, "assets/icon.svg"), "utf8");
  const whole = mark.replace(/ rx="\d+"/, "").replace('viewBox="0 0 64 64"', 'viewBox="-5 -5 74 74"').replace('<rect width="64" height="64"', '<rect x="-5" y="-5" width="74" height="74"');
  for (const [name, drawing, size] of [["icon-192", mark, 192], ["icon-512", mark, 512], ["icon-180", whole, 180], ["icon-whole-512", whole, 512]]) {
    add(`${name}.png`, rasterise(drawing, size));
  }
  add("latin.otf", await readFile(path.join(cache, "font/inter-regular.otf")));
  add("hanzi.otf", await readFile(options.hanzi));
  add("hexiao.wasm", await readFile(path.join(options.web, "hexiao_web.wasm")));
  add("zxing.wasm", await readFile(path.join(root, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm")));
  add("manifest.webmanifest", await fill(await readFile(here("manifest.webmanifest"), "utf8")));
  add("style.css", (await esbuild.transform(await fill(await readFile(here("style.css"), "utf8")), { loader: "css", minify: true })).code);
  add("decoder.js", await bundle("decoder.ts", { ASSETS: JSON.stringify({ zxing: names["zxing.wasm"] }) }));
  add("scribe.js", await bundle("scribe.ts"));
  const build = createHash("sha256").update(Object.values(names).join()).digest("hex").slice(0, 12);
  const assets = { build, wasm: names["hexiao.wasm"], decoder: names["decoder.js"], scribe: names["scribe.js"], hanzi: names["hanzi.otf"] };
  add("main.js", await bundle("main.ts", { ASSETS: JSON.stringify(assets) }));
  const paths = (which) => Object.keys(names).filter(which).map((name) => `/${names[name]}`);
  const decoder = paths((name) => /zxing|decoder/.test(name));
  const shell = paths((name) => !/hanzi|zxing|decoder|\.png/.test(name));
  add("voucher.css", (await esbuild.transform(await readFile(here("voucher.css"), "utf8"), { loader: "css", minify: true })).code);
  add("voucher.js", await bundle("voucher.ts"));
  add("trust-style.css", (await esbuild.transform(await readFile(here("trust.css"), "utf8"), { loader: "css", minify: true })).code);
  // Its name must stay: a browser asks for it by that name to see whether there is a newer build.
  files.set("sw.js", await bundle("worker/service.ts", { ASSETS: JSON.stringify({ build, script: names["main.js"], files: shell, decoder }) }));
  for (const name of ["index.html", "trust.html", "voucher.html"]) {
    const page = (await readFile(here(name), "utf8")).replace(/<!--[^]*?-->\s*/g, "").replace(/\n\s+/g, "\n");
    files.set(name, Buffer.from(await fill(page)));
  }
  return build;
}

// What a first visit does not download.
const seldom = [[/voucher/, "by customers"], [/icon-.*png/, "where it is installed"], [/zxing|decoder/, "with the camera"], [/hanzi/, "where glyphs are falsified"]];
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const kilo = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

async function write(build) {
  const fresh = `${options.out}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(path.join(fresh, "assets"), { recursive: true });
  const manifest = { build, files: {} };
  let total = 0;
  for (const [name, bytes] of files) {
    const [br, gz] = await Promise.all([
      brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      zip(bytes, { level: 9 }),
    ]);
    const file = path.join(fresh, name);
    await Promise.all([writeFile(file, bytes), writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
    const url = `/${name === "index.html" ? "" : name}`;
    manifest.files[url] = { file: name, type: types[path.extname(name)], immutable: name.startsWith("assets/") };
    const [, later] = seldom.find(([pattern]) => pattern.test(name)) ?? [];
    if (!later) total += br.length;
    console.log(`${kilo(bytes.length)} ${kilo(br.length)} br  ${name}${later ? `  (only ${later})` : ""}`);
  }
  await writeFile(path.join(fresh, "asset-manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(options.out, { recursive: true, force: true });
  await rename(fresh, options.out);
  console.log(`${" ".repeat(10)} ${kilo(total)} br  in all, without those`);
}

await write(await collect());
