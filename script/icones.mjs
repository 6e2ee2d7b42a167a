// Draws the icons of the installed portal from its mark, the one of public/favicon.svg: a white cross on a blue square. Run by
// hand when the mark changes; what it writes is kept with the sources. Usage: node script/icones.mjs
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";

const public_ = join(dirname(dirname(fileURLToPath(import.meta.url))), "public");
const BLUE = [0x1d, 0x42, 0x89];
const WHITE = [0xff, 0xff, 0xff];
/** Points tried per side of a pixel: edges are drawn smooth. */
const FINE = 4;

/** In the units of the drawing, 32 by 32. */
const inCross = (x, y) => (x >= 14 && x < 18 && y >= 8 && y < 24) || (x >= 8 && x < 24 && y >= 14 && y < 18);
function inSquare(x, y) {
  if (x < 2 || x >= 30 || y < 2 || y >= 30) return false;
  const dx = Math.max(6 - x, x - 26, 0);
  const dy = Math.max(6 - y, y - 26, 0);
  return dx * dx + dy * dy <= 16;
}

/** `full`: blue to the edge, for systems that cut a shape of their own; the cross is inside the circle that all of them keep. */
function draw(size, full) {
  const rows = [];
  for (let j = 0; j < size; j += 1) {
    const row = Buffer.alloc(1 + size * 4);
    for (let i = 0; i < size; i += 1) {
      let [inside, red, green, blue] = [0, 0, 0, 0];
      for (let k = 0; k < FINE * FINE; k += 1) {
        const x = ((i + ((k % FINE) + 0.5) / FINE) * 32) / size;
        const y = ((j + (Math.floor(k / FINE) + 0.5) / FINE) * 32) / size;
        if (!full && !inSquare(x, y)) continue;
        const colour = inCross(x, y) ? WHITE : BLUE;
        inside += 1;
        red += colour[0];
        green += colour[1];
        blue += colour[2];
      }
      if (inside === 0) continue;
      row.set([red / inside, green / inside, blue / inside, (255 * inside) / (FINE * FINE)].map(Math.round), 1 + i * 4);
    }
    rows.push(row);
  }
  return png(size, Buffer.concat(rows));
}

function png(size, raw) {
  const part = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, part("IHDR", head), part("IDAT", deflateSync(raw, { level: 9 })), part("IEND", Buffer.alloc(0))]);
}

for (const [name, size, full] of [
  ["icone-192", 192, false],
  ["icone-512", 512, false],
  ["icone-masque-192", 192, true],
  ["icone-masque-512", 512, true],
  ["icone-apple", 180, true],
]) {
  writeFileSync(join(public_, "icones", `${name}.png`), draw(size, full));
}
