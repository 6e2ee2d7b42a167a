// A picture of every screen and of its error state, light and dark, to be reviewed by eye. No pixel is compared: the only
// thing asserted is that nothing sticks out of the screen.
import { join } from 'node:path';
import { sansDefilementLateral } from './outils/axe';
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
import { ecransRevue } from './outils/ecrans-revue';
import { test } from './outils/portail';

test.describe.configure({ timeout: 120_000 });

/** `.resultats/captures/1440-clair/demande-03-contact.png` */
function photographier(serie: string): Visite {
  let rang = 0;
  return async (page, nom) => {
    rang += 1;
    const largeur = page.viewportSize()?.width;
    for (const [theme, colorScheme] of [['sombre', 'dark'], ['clair', 'light']] as const) {
      await page.emulateMedia({ colorScheme });
      const fichier = `${serie}-${String(rang).padStart(2, '0')}-${nom}.png`;
      await page.screenshot({ fullPage: true, path: join('.resultats/captures', `${largeur}-${theme}`, fichier) });
    }
    await sansDefilementLateral(page, nom);
  };
}

test('pages publiques', async ({ page, incidents }) => ecransPublics(page, incidents, photographier('public')));
test('demande', async ({ page }) => ecransDemande(page, photographier('demande')));
test('recherche d’une réponse', async ({ page }) => ecransRecherche(page, photographier('recherche')));
test('gestion', async ({ page, incidents }) => ecransGestion(page, incidents, photographier('gestion')));
test('correction', async ({ page }) => ecransCorrection(page, photographier('correction')));
test('doublons', async ({ page }) => ecransDoublons(page, photographier('doublons')));
test('action à reprendre', async ({ page, incidents }) => ecranReprise(page, incidents, photographier('reprise')));
test('vues', async ({ page }) => ecransVues(page, photographier('vues')));
test('refus', async ({ page, incidents }) => ecransRefus(page, incidents, photographier('refus')));
test('compte', async ({ page }) => ecransCompte(page, photographier('compte')));
test.describe(() => {
  test.use({ configuration: SURSIS });
  test('sursis', async ({ page }) => ecransSursis(page, photographier('sursis')));
});
test('courriel', async ({ page }) => ecransCourriel(page, photographier('courriel')));
test('support', async ({ page }) => ecransSupport(page, photographier('support')));
test('direct', async ({ page, autrePersonne }) => ecransDirect(page, autrePersonne, photographier('direct')));
test('liste', async ({ page }) => ecransListe(page, photographier('liste')));
test('agir', async ({ page }) => ecransAgir(page, photographier('agir')));
test('enregistrer', async ({ page }) => ecransEnregistrer(page, photographier('enregistrer')));
test('ma fiche', async ({ page }) => ecransMaFiche(page, photographier('ma-fiche')));
test('revue', async ({ page, autrePersonne }) => ecransRevue(page, autrePersonne, photographier('revue')));
