// Mails with a real SMTP server that is not ours: taken, refused, delayed, dropped, greylisted, encrypted; each once.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTACT, EHPAD, faireUneDemande, seConnecter, seDeconnecter, surLaPage } from './outils/etapes';
import { test as base, expect, nouvelleBase } from './outils/portail';
import { Poste, certifier } from './outils/poste.mjs';
import { Serveur } from './outils/serveur';

// The portal is started by hand: first the demonstration, which fills the outbox, then the mode that sends.
const test = base.extend<{ dossier: string; ouvrir: (configuration: string | null) => Promise<Serveur>; smtp: Poste }>({
  dossier: async ({}, use) => {
    const dossier = nouvelleBase();
    await use(dossier);
    rmSync(dossier, { recursive: true, force: true });
  },
  ouvrir: async ({ dossier }, use) => {
    const ouverts: Serveur[] = [];
    await use(async (configuration) => {
      const reglages = configuration === null ? { demo: true } : { demo: false, configuration: `https = false\n${configuration}` };
      const serveur = await Serveur.ouvrir(join(dossier, 'portail.db'), reglages);
      ouverts.push(serveur);
      return serveur;
    });
    for (const serveur of ouverts) {
      await serveur.fermer();
      expect(serveur.texteDuJournal(), 'le serveur a rencontré un défaut').not.toMatch(/panicked|met a defect/);
      expect(serveur.texteDuJournal(), 'aucune adresse dans le journal').not.toMatch(/@example\.org|boite inconnue/);
    }
  },
  smtp: async ({}, use) => {
    const poste = await Poste.ouvrir();
    await use(poste);
    await poste.fermer();
  },
  portail: async ({ ouvrir }, use) => use(await ouvrir(null)),
});

// No page of this room needs a script.
test.use({ javaScriptEnabled: false });

const GESTIONNAIRES = ['Nadia FERRAND', 'Paul GIRAUD', 'Sophie LAMBERT'];

/** Puts a mail to each address in the outbox: the code that confirms it. Then the demonstration stops. */
async function remplir(page: Page, portail: Serveur, adresses: string[]): Promise<void> {
  // No more than five codes each.
  for (const [rang, personne] of GESTIONNAIRES.entries()) {
    const siennes = adresses.slice(rang * 5, rang * 5 + 5);
    if (siennes.length === 0) break;
    await seConnecter(page, personne);
    for (const adresse of siennes) {
      const envoi = await page.request.post(`${portail.adresse}/api/demander-code-notification`, {
        form: { email: adresse }, headers: { 'Sec-Fetch-Site': 'same-origin' },
      });
      expect(envoi.ok()).toBe(true);
    }
    await seDeconnecter(page);
  }
  await portail.fermer();
}

/** What the support reads of the outbox, by kind of failure. */
async function lettres(page: Page, portail: Serveur): Promise<string> {
  await page.goto(`${portail.adresse}/connexion`);
  await page.getByRole('button', { name: 'Se connecter en tant que Odile MARCHAND' }).click();
  await surLaPage(page, 'Support du répertoire');
  await page.getByRole('link', { name: 'Emails qui attendent' }).click();
  await surLaPage(page, 'Emails');
  return page.locator('main').innerText();
}

test('chaque message a l’issue qu’il doit avoir, et une seule', async ({ page, portail, ouvrir, smtp }) => {
  test.setTimeout(120_000);
  const adresses = ['accepte@example.org', 'refuse@example.org', 'gris@example.org', 'lent@example.org', 'coupe@example.org', 'muet@example.org', 'texte@example.org'];
  await remplir(page, portail, adresses);
  const envoi = await ouvrir(smtp.section());
  for (const adresse of ['accepte@example.org', 'gris@example.org', 'lent@example.org']) {
    await expect.poll(() => smtp.nombre(adresse), { timeout: 30_000, message: adresse }).toBe(1);
  }
  await expect.poll(() => envoi.texteDuJournal(), { timeout: 30_000 }).toMatch(/may have arrived or not.*\n(.*\n)*.*may have arrived or not/);
  await expect.poll(() => smtp.textes.includes('texte@example.org'), { timeout: 30_000 }).toBe(true);
  await envoi.arreter();
  // Once more: what is settled stays settled.
  const encore = await ouvrir(smtp.section());
  await page.waitForTimeout(4_000);
  await encore.arreter();
  for (const adresse of adresses.filter((adresse) => adresse !== 'refuse@example.org')) {
    expect(smtp.textes.filter((vu) => vu === adresse), adresse).toHaveLength(1);
  }

  const [mail] = smtp.recus.filter((recu) => recu.a === 'accepte@example.org');
  const entetes = mail.brut.slice(0, mail.brut.indexOf('\r\n\r\n'));
  expect(entetes).toMatch(/^From: .*<ne-pas-repondre@portail\.example>$/m);
  expect(entetes).toMatch(/^Subject: Confirmez votre adresse pour les notifications$/m);
  expect(entetes).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(entetes).toMatch(/^Date: /m);
  expect(entetes).toMatch(/^Message-ID: <[0-9a-f-]{36}@portail\.example>$/m);
  expect(entetes).toMatch(/multipart\/alternative/);
  expect(mail.brut).toMatch(/text\/plain; charset=utf-8[\s\S]*text\/html; charset=utf-8/);
  expect(mail.brut).not.toMatch(/<img|http:|https:/);

  const vu = await lettres(page, await ouvrir(null));
  expect(vu).toContain('4 messages en échec');
  expect([...vu.matchAll(/· Incertain/g)]).toHaveLength(2);
  expect(vu).toContain('code 550');
  expect(vu).toContain('code 554');
  expect(vu).not.toContain('@example.org');
});

test('deux programmes sur la même base n’envoient rien deux fois', async ({ page, portail, ouvrir, smtp }) => {
  test.setTimeout(90_000);
  const adresses = Array.from({ length: 15 }, (_, rang) => `accepte${rang}@example.org`);
  await remplir(page, portail, adresses);
  // The demonstration has reminders of its own to send.
  const siens = () => smtp.recus.filter((recu) => recu.a.startsWith('accepte'));
  const deux = await Promise.all([ouvrir(smtp.section()), ouvrir(smtp.section())]);
  await expect.poll(() => siens().length, { timeout: 30_000 }).toBe(15);
  await page.waitForTimeout(2_000);
  await Promise.all(deux.map((serveur) => serveur.arreter()));
  expect(new Set(siens().map((recu) => recu.a)).size).toBe(15);
  expect(siens()).toHaveLength(15);
  expect(new Set(smtp.textes).size).toBe(smtp.textes.length);
});

test('un arrêt demandé laisse finir l’envoi en cours', async ({ page, portail, ouvrir, smtp }) => {
  test.setTimeout(90_000);
  await remplir(page, portail, ['lent@example.org']);
  const envoi = await ouvrir(smtp.section());
  await expect.poll(() => smtp.textes.filter((vu) => vu.startsWith('lent')).length, { timeout: 20_000 }).toBe(1);
  expect(smtp.nombre('lent@example.org')).toBe(0);
  await envoi.arreter();
  expect(smtp.nombre('lent@example.org')).toBe(1);
  const vu = await lettres(page, await ouvrir(null));
  expect(vu).toContain('Aucun message en échec');
});

test('un programme tué pendant l’envoi ne renvoie pas : le message est incertain', async ({ page, portail, ouvrir, smtp }) => {
  test.setTimeout(120_000);
  await remplir(page, portail, ['lent@example.org']);
  const envoi = await ouvrir(smtp.section());
  await expect.poll(() => smtp.textes.filter((vu) => vu.startsWith('lent')).length, { timeout: 20_000 }).toBe(1);
  await envoi.fermer();
  const suivant = await ouvrir(smtp.section());
  await expect.poll(() => suivant.texteDuJournal(), { timeout: 60_000 }).toMatch(/mails interrupted while leaving are uncertain/);
  await page.waitForTimeout(2_000);
  expect(smtp.textes.filter((texte) => texte.startsWith('lent'))).toHaveLength(1);
  await suivant.arreter();
  await lettres(page, await ouvrir(null));
  // On a busy machine a reminder of the demonstration's own may have been leaving at that very moment too: each is counted by kind.
  const siennes = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Code de confirmation d’une adresse' }) });
  await expect(siennes).toHaveCount(1);
  await expect(siennes).toContainText('· Incertain');
});

test('STARTTLS est exigé, et le serveur doit être celui que l’on connaît', async ({ page, portail, ouvrir, dossier }) => {
  test.setTimeout(120_000);
  await remplir(page, portail, ['accepte@example.org']);
  const sien = certifier(dossier, 'sien');
  const autre = certifier(dossier, 'autre');
  const motDePasse = join(dossier, 'mot-de-passe');
  writeFileSync(motDePasse, 'secret\n');
  const identifies: string[] = [];
  const smtp = await Poste.ouvrir({
    key: readFileSync(sien.cle), cert: readFileSync(sien.certificat), authOptional: false,
    onAuth: (auth: { username: string; password: string }, _session: unknown, fin: (erreur: Error | null, reponse?: { user: string }) => void) => {
      if (auth.password !== 'secret') return fin(Object.assign(new Error('non'), { responseCode: 535 }));
      identifies.push(auth.username);
      return fin(null, { user: auth.username });
    },
  });
  const clair = await Poste.ouvrir();
  const suite = (autorite: string) => `autorite = "${autorite}"\nutilisateur = "portail"\nmot_de_passe_fichier = "${motDePasse}"`;
  try {
    for (const [poste, autorite, code] of [[smtp, autre.certificat, 'tls|coupure'], [clair, sien.certificat, 'starttls']] as const) {
      const refus = await ouvrir(poste.section(suite(autorite)));
      await expect.poll(() => refus.texteDuJournal(), { timeout: 20_000 }).toMatch(new RegExp(`mails cannot leave.*"(${code})"`));
      expect(poste.textes).toHaveLength(0);
      await refus.arreter();
    }
    const envoi = await ouvrir(smtp.section(suite(sien.certificat)));
    await expect.poll(() => smtp.nombre('accepte@example.org'), { timeout: 20_000 }).toBe(1);
    expect(smtp.recus.find((recu) => recu.a === 'accepte@example.org')).toMatchObject({ chiffre: true, utilisateur: 'portail' });
    expect(identifies).toContain('portail');
    await envoi.arreter();
  } finally {
    await smtp.fermer();
    await clair.fermer();
  }
});

test('sans serveur d’envoi, le portail le dit et les messages attendent', async ({ page, portail, ouvrir }) => {
  await remplir(page, portail, ['accepte@example.org']);
  const sans = await ouvrir('');
  expect(sans.texteDuJournal()).toContain('no mail is sent');
  await sans.arreter();
  expect(await lettres(page, await ouvrir(null))).toMatch(/messages? attend(ent)? d’être envoyé/);
});

test('une notification porte de quoi se désabonner en un clic, sans session', async ({ page, portail, ouvrir, smtp, request }) => {
  test.setTimeout(120_000);
  await seConnecter(page, 'Paul GIRAUD');
  await page.goto('/gestion/notifications');
  await page.getByLabel('Adresse email').fill('accepte-paul@example.org');
  await page.getByRole('button', { name: 'Recevoir un code' }).click();
  await expect(page.getByText('Confirmez votre adresse')).toBeVisible();
  await page.goto('/demonstration/messages');
  await page.getByRole('link', { name: 'Confirmez votre adresse' }).first().click();
  const code = /Votre code\s*: (\d{6})/.exec(await page.locator('pre').innerText())?.[1] ?? '';
  await page.goto('/gestion/notifications');
  await page.getByLabel('Code reçu').fill(code);
  await page.getByRole('button', { name: 'Confirmer' }).click();
  await expect(page.getByText('Votre adresse est confirmée')).toBeVisible();
  await page.getByLabel('Nouvelles demandes').selectOption('maintenant');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('C’est enregistré')).toBeVisible();
  await seDeconnecter(page);
  await faireUneDemande(page, 'Camille MOREAU', { ...CONTACT, email: 'accepte-camille@example.org' }, EHPAD);
  await portail.fermer();

  const envoi = await ouvrir(smtp.section());
  await expect.poll(() => smtp.nombre('accepte-paul@example.org'), { timeout: 40_000 }).toBe(2);
  const brut = smtp.recus.filter((recu) => recu.a === 'accepte-paul@example.org').at(-1)?.brut ?? '';
  expect(brut).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
  expect(brut).not.toMatch(/MOREAU|Camille/i);
  const lien = /^List-Unsubscribe:\s*<(\S+)>/m.exec(brut)?.[1] ?? '';
  expect(lien).toContain('/desabonnement/');
  const chemin = new URL(lien).pathname;
  // Opening asks, posting ends; a mail program has neither cookie nor origin.
  expect(await (await request.get(`${envoi.adresse}${chemin}`)).text()).toContain('Ne plus recevoir ces messages');
  const fini = await request.post(`${envoi.adresse}${chemin}`, { form: { 'List-Unsubscribe': 'One-Click' } });
  expect(fini.status()).toBe(200);
  expect(await fini.text()).toContain('Vous êtes désabonné');
  expect((await request.post(`${envoi.adresse}${chemin.slice(0, -4)}0000`)).status()).toBe(404);
});
