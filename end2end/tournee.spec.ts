// Every screen and its error state, visited once: what a machine can check of accessibility, light and dark, at a desk and on
// a phone; nothing sticks out of the narrowest screen; nothing needs what the policy of the page forbids. With CAPTURES=1
// (`script/captures`), a picture of each, to be reviewed by eye: no pixel is ever compared. With CAPTURES=sans-js, the same pictures
// in a browser that runs no script.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { axe, axeClairEtSombre, sansDefilementLateral } from './outils/axe';
import { type Visite, ecranReprise, ecransDemande, ecransGestion, ecransPublics, ecransRecherche } from './outils/ecrans';
import { ecransDirect } from './outils/ecrans-direct';
import { ecransCorrection } from './outils/ecrans-correction';
import { ecransAgir, ecransEnregistrer, ecransMaFiche } from './outils/ecrans-agir';
import { ecransCompte, ecransRefus, ecransSupport } from './outils/ecrans-droits';
import { ecransVues } from './outils/ecrans-vues';
import { SURSIS, ecransSursis } from './outils/ecrans-sursis';
import { ecransListe } from './outils/ecrans-liste';
import { ecransCourriel } from './outils/ecrans-courriel';
import { ecransDoublons } from './outils/ecrans-doublons';
import { ecransInvitation } from './outils/ecrans-invitation';
import { ecransAide } from './outils/ecrans-aide';
import { ecransPoche } from './outils/ecrans-poche';
import { ecransRotation } from './outils/ecrans-rotation';
import { ecransDesignation } from './outils/ecrans-designation';
import { ecransStructures } from './outils/ecrans-structures';
import { ecransDepart } from './outils/ecrans-depart';
import { ecransRevue } from './outils/ecrans-revue';
import { type Outils, avecScript, expect, test } from './outils/portail';

test.describe.configure({ timeout: 180_000 });
test.use({ javaScriptEnabled: process.env.CAPTURES !== 'sans-js' });

const BUREAU = { width: 1440, height: 900 };
const TELEPHONE = { width: 360, height: 740 };
const PLUS_ETROIT = { width: 320, height: 640 };

/** `.resultats/captures/1440-clair/demande-03-contact.png`, or `.resultats/captures-sans-js/…` */
async function photographier(page: Page, fichier: string): Promise<void> {
  const racine = avecScript(page) ? '.resultats/captures' : '.resultats/captures-sans-js';
  for (const [theme, colorScheme] of [['sombre', 'dark'], ['clair', 'light']] as const) {
    await page.emulateMedia({ colorScheme });
    const dossier = `${page.viewportSize()?.width}-${theme}`;
    await page.screenshot({ fullPage: true, path: join(racine, dossier, fichier) });
  }
}

/** Nothing that the page's policy forbids: no style, no handler, no script of its own. */
async function sansRienEnLigne(page: Page, nom: string): Promise<void> {
  const enLigne = await page.evaluate(() => ({
    styles: document.querySelectorAll('[style], style').length,
    gestionnaires: [...document.querySelectorAll('*')].filter((e) => e.getAttributeNames().some((a) => a.startsWith('on'))).length,
    scripts: [...document.scripts].filter(({ nonce, type }) => !nonce && type !== 'application/json').length,
  }));
  expect.soft(enLigne, nom).toEqual({ styles: 0, gestionnaires: 0, scripts: 0 });
}

/** Without a script, nothing is offered that only a script would do: such a button waits for it to be shown. */
async function sansBoutonMort(page: Page, nom: string): Promise<void> {
  const morts = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a:not([href]), a[href="#"], [role=button]')]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }))
      .filter((e) => !(e instanceof HTMLButtonElement && ((e.form && e.type === 'submit') || e.popoverTargetElement)))
      .map((e) => e.outerHTML.slice(0, 160)),
  );
  expect.soft(morts, `des boutons qui ne font rien sans script : ${nom}`).toEqual([]);
}

/** What is done on each screen of a series. */
function visiter(serie: string): Visite {
  let rang = 0;
  const cliche = async (page: Page, nom: string) => {
    if (process.env.CAPTURES) await photographier(page, `${serie}-${String(rang).padStart(2, '0')}-${nom}.png`);
  };
  return async (page, nom) => {
    rang += 1;
    // Taking a picture writes styles of its own.
    if (!process.env.CAPTURES) await sansRienEnLigne(page, nom);
    // Whoever looks at any page of a demonstration must know that it is one.
    await expect.soft(page.getByRole('complementary', { name: 'Démonstration' }), nom).toBeVisible();
    if (!avecScript(page)) await sansBoutonMort(page, nom);
    await axeClairEtSombre(page, nom);
    await cliche(page, nom);
    await page.setViewportSize(PLUS_ETROIT);
    await sansDefilementLateral(page, `${nom} à 320 px`);
    await page.setViewportSize(TELEPHONE);
    await axe(page, `${nom} à 360 px`);
    await cliche(page, nom);
    await page.setViewportSize(BUREAU);
  };
}

type Tournee = (outils: Pick<Outils, 'incidents' | 'autrePersonne'> & { page: Page }, visite: Visite) => Promise<void>;

/** One walk per actor or room. */
const TOURNEES: Record<string, Tournee> = {
  public: ({ page, incidents }, visite) => ecransPublics(page, incidents, visite),
  demande: ({ page }, visite) => ecransDemande(page, visite),
  recherche: ({ page }, visite) => ecransRecherche(page, visite),
  gestion: ({ page, incidents }, visite) => ecransGestion(page, incidents, visite),
  correction: ({ page }, visite) => ecransCorrection(page, visite),
  doublons: ({ page }, visite) => ecransDoublons(page, visite),
  reprise: ({ page, incidents }, visite) => ecranReprise(page, incidents, visite),
  vues: ({ page }, visite) => ecransVues(page, visite),
  refus: ({ page, incidents }, visite) => ecransRefus(page, incidents, visite),
  compte: ({ page }, visite) => ecransCompte(page, visite),
  courriel: ({ page }, visite) => ecransCourriel(page, visite),
  support: ({ page }, visite) => ecransSupport(page, visite),
  direct: ({ page, autrePersonne }, visite) => ecransDirect(page, autrePersonne, visite),
  liste: ({ page }, visite) => ecransListe(page, visite),
  invitation: async ({ page, autrePersonne }, visite) => ecransInvitation(page, await autrePersonne(), visite),
  aide: ({ page }, visite) => ecransAide(page, visite),
  poche: ({ page }, visite) => ecransPoche(page, visite),
  rotation: ({ page }, visite) => ecransRotation(page, visite),
  designation: ({ page }, visite) => ecransDesignation(page, visite),
  structures: ({ page }, visite) => ecransStructures(page, visite),
  revue: ({ page, incidents, autrePersonne }, visite) => {
    incidents.tolerer(/422/);
    return ecransRevue(page, autrePersonne, visite);
  },
  agir: ({ page }, visite) => ecransAgir(page, visite),
  enregistrer: ({ page }, visite) => ecransEnregistrer(page, visite),
  'ma-fiche': ({ page }, visite) => ecransMaFiche(page, visite),
};

/** What a page has only with a script. */
const SANS_OBJET: Record<string, string> = {
  direct: 'sans script, rien n’arrive de lui-même dans une page',
};

for (const [serie, tournee] of Object.entries(TOURNEES)) {
  test(serie, async ({ page, incidents, autrePersonne }) => {
    test.skip(!avecScript(page) && serie in SANS_OBJET, SANS_OBJET[serie]);
    await tournee({ page, incidents, autrePersonne }, visiter(serie));
  });
}

test.describe(() => {
  test.use({ configuration: SURSIS });
  test('sursis', async ({ page }) => ecransSursis(page, visiter('sursis')));
  test('depart', async ({ page }) => ecransDepart(page, visiter('depart')));
});
