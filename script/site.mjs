// Turns what the compilers made into the site folder: style sheet, font, optimised and fingerprinted module, compressed copies.
// Usage: node script/site.mjs FOLDER_OF_WASM_BINDGEN SITE_FOLDER
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { raccourcir } from "./raccourcir.mjs";

const [bindgen, site] = process.argv.slice(2);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const style = join(root, "style");
const bin = (name) => join(style, "node_modules/.bin", name);
const name = "rppsplus";

const pkg = join(site, "pkg");
rmSync(site, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
cpSync(join(root, "public"), site, { recursive: true });

const font = join(style, "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next");
cpSync(`${font}-latin-wght-normal.woff2`, join(pkg, "atkinson-latin.woff2"));
cpSync(`${font}-latin-ext-wght-normal.woff2`, join(pkg, "atkinson-latin-ext.woff2"));

const wasm = join(bindgen, `${name}_opt.wasm`);
// What the compiler itself uses, and browsers have had for years: nothing newer may slip in.
const features = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
execFileSync(bin("wasm-opt"), ["-Oz", "--converge", "--reorder-locals", "--vacuum", "--dae-optimizing", "--strip-debug", "--strip-producers", "--strip-target-features", ...features.map((feature) => `--enable-${feature}`), join(bindgen, `${name}_bg.wasm`), "-o", wasm], { stdio: "inherit" });
// What the module asks of its loader has long names, each with a digest: here they are a letter or two, in both.
const [court, chargeur] = raccourcir(readFileSync(wasm), readFileSync(join(bindgen, `${name}.js`), "utf8"));
writeFileSync(wasm, court);
writeFileSync(join(bindgen, `${name}_court.js`), chargeur);
const css = join(bindgen, `${name}.css`);
const js = join(bindgen, `${name}_min.js`);
execFileSync(bin("esbuild"), ["--minify", "--legal-comments=none", "--log-level=warning", join(bindgen, `${name}_court.js`), `--outfile=${js}`], { stdio: "inherit" });
execFileSync(bin("tailwindcss"), ["--minify", "-i", join(style, "app.css"), "-o", css], { stdio: ["ignore", "ignore", "inherit"] });

const fingerprint = (bytes) => createHash("sha256").update(bytes).digest("base64url").replace(/[-_]/g, "").slice(0, 16);
const hashes = [];
const put = (kind, bytes) => {
  const hash = fingerprint(bytes);
  hashes.push(`${kind}: ${hash}`);
  writeFileSync(join(pkg, `${name}.${hash}.${kind}`), bytes);
};
put("wasm", readFileSync(wasm));
put("js", readFileSync(js));
put("css", readFileSync(css));
writeFileSync(join(site, "hash.txt"), `${hashes.join("\n")}\n`);

const compressible = new Set([".css", ".js", ".svg", ".wasm", ".txt", ".webmanifest"]);
const walk = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
for (const file of walk(site)) {
  if (!compressible.has(extname(file))) continue;
  const bytes = readFileSync(file);
  // Which mode compresses best is known once all have tried.
  const essais = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_TEXT, constants.BROTLI_MODE_FONT].map((mode) =>
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_MODE]: mode },
    }),
  );
  writeFileSync(`${file}.br`, essais.reduce((petit, essai) => (essai.length < petit.length ? essai : petit)));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
for (const file of readdirSync(pkg).filter((file) => file.endsWith(".wasm.br") || file.endsWith(".js.br") || file.endsWith(".css.br"))) {
  console.log(`   ${file}: ${Math.round(statSync(join(pkg, file)).size / 1000)} kB`);
}
