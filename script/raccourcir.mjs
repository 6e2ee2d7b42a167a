// Short names for what a WebAssembly module imports, in the module and in the loader that gives it. Stops at the first thing that is not
// as wasm-bindgen writes it.

const IMPORTS = 2;
const FUNCTION = 0;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The module (bytes) and the loader (text) with short names. */
export function raccourcir(module, loader) {
  const parts = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const [size, start] = number(module, at + 1);
    if (module[at] === IMPORTS) {
      const [section, renamed] = imports(module.subarray(start, start + size), loader);
      parts.push(Buffer.from([IMPORTS]), leb(section.length), section);
      loader = renamed;
    } else {
      parts.push(module.subarray(at, start + size));
    }
    at = start + size;
  }
  const short = Buffer.concat(parts);
  if (!WebAssembly.validate(short)) throw new Error("le module aux noms courts n’est pas valable");
  return [short, loader];
}

function imports(section, loader) {
  const [count, first] = number(section, 0);
  const parts = [leb(count)];
  let at = first;
  for (let rank = 0; rank < count; rank += 1) {
    const begin = at;
    at = afterText(section, at);
    parts.push(section.subarray(begin, at));
    const nameEnd = afterText(section, at);
    const name = section.toString("utf8", number(section, at)[1], nameEnd);
    if (section[nameEnd] !== FUNCTION) throw new Error(`${name} n’est pas une fonction`);
    const found = loader.split(new RegExp(`\\b${name}(?=: function\\()`));
    if (found.length !== 2) throw new Error(`${name} est ${found.length - 1} fois dans le chargeur`);
    const short = LETTERS[rank % 52] + (rank < 52 ? "" : LETTERS[Math.floor(rank / 52) - 1]);
    loader = found.join(short);
    at = number(section, nameEnd + 1)[1];
    parts.push(leb(short.length), Buffer.from(short), section.subarray(nameEnd, at));
  }
  return [Buffer.concat(parts), loader];
}

/** Where the text that begins there ends. */
function afterText(bytes, at) {
  const [length, start] = number(bytes, at);
  return start + length;
}

/** The unsigned number (LEB128) that begins there, and what comes after it. */
function number(bytes, at) {
  for (let value = 0, weight = 1; ; weight *= 128) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 127) * weight;
    if (byte < 128) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}
