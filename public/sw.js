// The service worker: the portal opens without a network, and the pages read last during this session can be read again.
//
// The server writes `const COQUE = [...], MARQUE = '...'` before this text: the files of the build that is served, and a mark of
// what they say. Another build makes another text, hence another worker, which fetches its own files and throws the former ones
// away.
//
// Network first, always: a copy is shown only when the network does not answer, and says from when it is. Only pages that the
// server marks are copied. Every page of a session says whose copies it allows and for how many seconds; copies are thrown
// away when that time is over, when a page says that another session or nobody is signed in, and before signing out. Nothing
// is kept of forms, of /api, of files, of answers other than 200.
'use strict';

const NOM = `coque ${MARQUE}`;
const COPIES = 'copies';
/** Where the copies say whose they are; no page has that address. */
const FICHE = '/sw.js/fiche';
const HORS_LIGNE = '/hors-ligne';
const SORTIE = '/api/se-deconnecter';
const COPIES_MAX = 30;

self.addEventListener('install', (event) => event.waitUntil(installer()));
self.addEventListener('activate', (event) => event.waitUntil(activer()));
// A page tells that it is looked at again: time may have passed.
self.addEventListener('message', (event) => event.waitUntil(fiche()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.pathname === SORTIE) {
    if (self.navigator.onLine) event.waitUntil(aSonTour(purger));
    else event.respondWith(sortir());
  } else if (request.method === 'GET' && request.mode === 'navigate') {
    event.respondWith(page(event));
  } else if (request.method === 'GET' && COQUE.includes(url.pathname)) {
    event.respondWith(fichier(request));
  }
});

async function installer() {
  const coque = await caches.open(NOM);
  // A file that bears its fingerprint never changes.
  const cache = (adresse) => (/\.\w{16}\.\w+$/.test(adresse) ? 'default' : 'no-cache');
  const demandes = [...COQUE, HORS_LIGNE].map((adresse) => new Request(adresse, { credentials: 'omit', cache: cache(adresse) }));
  await coque.addAll(demandes);
  await self.skipWaiting();
}

async function activer() {
  const anciennes = (await caches.keys()).filter((nom) => nom.startsWith('coque') && nom !== NOM);
  await Promise.all(anciennes.map((nom) => caches.delete(nom)));
  // Their pages ask for files of the former build.
  if (anciennes.length > 0) await purger();
  // The page is asked for while this worker wakes up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function fichier(request) {
  return (await caches.match(request, { cacheName: NOM, ignoreVary: true })) ?? fetch(request);
}

async function page(event) {
  let reponse;
  try {
    reponse = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return copie(event.request.url);
  }
  if (reponse.status === 200 && reponse.headers.get('content-type')?.startsWith('text/html')) {
    const lisible = reponse.headers.get('portail-hors-ligne') === 'lisible';
    const lue = lisible ? reponse.clone() : null;
    event.waitUntil(aSonTour(() => noter(event.request.url, reponse.headers, lue)));
  }
  return reponse;
}

/** Reads what a page says of its session, and keeps a copy of it when it may be read without a network. */
async function noter(adresse, entetes, lue) {
  const [cle, secondes] = (entetes.get('portail-session') ?? '').split(' ');
  if (!cle || (await fiche())?.cle !== cle) await purger();
  if (!cle) return;
  const copies = await caches.open(COPIES);
  const fin = Date.now() + Number(secondes) * 1000;
  await copies.put(FICHE, new Response(JSON.stringify({ cle, fin })));
  if (!lue) return;
  const gardes = new Headers(entetes);
  for (const nom of ['content-encoding', 'content-length', 'set-cookie']) gardes.delete(nom);
  gardes.set('portail-lue-le', String(Date.now()));
  await copies.delete(adresse);
  await copies.put(adresse, new Response(await lue.blob(), { headers: gardes }));
  const adresses = (await copies.keys()).filter(({ url }) => !url.endsWith(FICHE));
  await Promise.all(adresses.slice(0, -COPIES_MAX).map((ancienne) => copies.delete(ancienne)));
}

/** Whose the copies are, and until when; nothing, and no copy left, once it is over. */
async function fiche() {
  const gardee = await caches.match(FICHE, { cacheName: COPIES });
  if (!gardee) return null;
  const dite = await gardee.json();
  if (Date.now() < dite.fin) return dite;
  await purger();
  return null;
}

let dernier = Promise.resolve();

/** What writes the copies does it one after the other: several pages may be loading. */
function aSonTour(suite) {
  dernier = dernier.then(suite, suite);
  return dernier;
}

function purger() {
  return caches.delete(COPIES);
}

/** The copy of that page, which says that it is one; without, the page that says that there is no network. */
async function copie(adresse) {
  const gardee = (await fiche()) && (await caches.match(adresse, { cacheName: COPIES, ignoreVary: true }));
  if (!gardee) return horsLigne();
  const html = remplir(await gardee.text(), 'hors-ligne-etat', `état du ${quand(gardee)}`);
  return new Response(montrer(html, 'hors-ligne').replace('<title>', '<title>Hors ligne\u00a0: '), { headers: gardee.headers });
}

async function horsLigne(sortie = false) {
  const gardee = await caches.match(HORS_LIGNE, { cacheName: NOM, ignoreVary: true });
  if (!gardee) return Response.error();
  let html = await gardee.text();
  // The address of the form that signs out is no page.
  if (sortie) html = montrer(html, 'sortie').replace('href=""', 'href="/"');
  const liste = await copies();
  if (liste) html = remplir(montrer(html, 'copies'), 'liste', liste);
  return new Response(html, { status: 503, headers: gardee.headers });
}

/** The element with that id, which the page holds hidden, is shown. */
function montrer(html, id) {
  return html.replace(new RegExp(`(<[a-z]+ id="${id}"[^>]*?) hidden(?:="")?(?=[ >])`), '$1');
}

/** The element with that id, which the page holds empty, gets a content. */
function remplir(html, id, contenu) {
  return html.replace(new RegExp(`<[a-z]+ id="${id}"[^>]*>`), (balise) => balise + contenu);
}

/** What can be read again, the latest first, as the items of a list. */
async function copies() {
  if (!(await fiche())) return '';
  const gardees = await caches.open(COPIES);
  const lignes = [];
  for (const { url } of await gardees.keys()) {
    const gardee = url.endsWith(FICHE) ? null : await gardees.match(url, { ignoreVary: true });
    // Already escaped: both come from a page of ours.
    const titre = gardee && /<title>([^<]*)/.exec(await gardee.text())?.[1];
    const adresse = url.slice(self.location.origin.length).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    if (titre) lignes.unshift(`<li><a href="${adresse}">${titre.replace(/ – Portail RPPS\+$/, '')}</a> ${quand(gardee)}</li>`);
  }
  return lignes.join('');
}

/** Signing out without a network: the session itself cannot be told, the copies go at once. */
async function sortir() {
  await purger();
  return horsLigne(true);
}

/** « 23 novembre à 7 h 12 » */
function quand(reponse) {
  const le = new Date(Number(reponse.headers.get('portail-lue-le')));
  const jour = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long' }).format(le);
  return `${jour} à ${le.getHours()}\u00a0h\u00a0${String(le.getMinutes()).padStart(2, '0')}`;
}
