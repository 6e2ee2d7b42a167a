#!/usr/bin/env node
// Makes server/data/communes.csv, our compact form of the French « code officiel géographique », from the npm package
// @etalab/decoupage-administratif (MIT). To be run again once a year, when the package has the new list:
//
//   npm install --no-save --prefix /tmp/cog @etalab/decoupage-administratif@6.0.0
//   node script/communes.mjs /tmp/cog/node_modules/@etalab/decoupage-administratif > server/data/communes.csv
//
// One line per INSEE code: code,nom,genre,population,autre_nom
//   genre      A commune actuelle, D déléguée, S associée, M arrondissement municipal
//   population 0 when the source gives none
//   autre_nom  a commune déléguée or associée that shares the code of the commune it belongs to: whoever was born there
//              before the merger looks for that name
// The département is not repeated: it is read from the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GENRES = {
  'commune-actuelle': 'A',
  'commune-deleguee': 'D',
  'commune-associee': 'S',
  'arrondissement-municipal': 'M',
};

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node script/communes.mjs FOLDER-OF-THE-PACKAGE > server/data/communes.csv');
  process.exit(2);
}
const entries = JSON.parse(readFileSync(join(folder, 'data', 'communes.json'), 'utf8'));

const byCode = new Map();
let sameName = 0;
let otherName = 0;
// Current communes first: on a shared code they give the name, the others an alias.
const current = (entry) => entry.type === 'commune-actuelle' || entry.type === 'arrondissement-municipal';
for (const entry of [...entries].sort((a, b) => Number(current(b)) - Number(current(a)))) {
  const genre = GENRES[entry.type];
  if (!genre || !/^[0-9][0-9AB][0-9]{3}$/.test(entry.code) || /[",\r\n]/.test(entry.nom)) {
    throw new Error(`unexpected entry: ${JSON.stringify(entry)}`);
  }
  const known = byCode.get(entry.code);
  if (!known) {
    byCode.set(entry.code, { code: entry.code, nom: entry.nom, genre, population: entry.population ?? 0, autre: '' });
  } else if (known.nom === entry.nom || known.autre) {
    sameName += 1;
  } else {
    known.autre = entry.nom;
    otherName += 1;
  }
}

const rows = [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
process.stdout.write('code,nom,genre,population,autre_nom\n');
for (const { code, nom, genre, population, autre } of rows) {
  process.stdout.write(`${code},${nom},${genre},${population},${autre}\n`);
}
console.error(`${entries.length} entries: ${rows.length} codes, ${otherName} other names, ${sameName} repeated names`);
