// Whatever a browser reports that nobody on the screen would see: a test that leaves one behind fails.
import type { BrowserContext } from '@playwright/test';

export class Incidents {
  private readonly releves: string[] = [];
  private readonly attendus: RegExp[] = [];

  /** Some incidents are the subject of the test: a 404 page, a cut connection. */
  tolerer(...motifs: RegExp[]): void {
    this.attendus.push(...motifs);
  }

  /** `avecScript`: without, the browser complains of what it was told not to load and not to run. */
  async surveiller(context: BrowserContext, avecScript: boolean): Promise<void> {
    // Not every violation of the page's policy is told on the console: the page itself is asked to say it.
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`politique de la page : ${violatedDirective} ${blockedURI}`);
      });
    });
    context.on('console', (message) => {
      // Without script, the module that the page announces is never asked for.
      if (!avecScript && message.text().includes('was preloaded using link preload but not used')) return;
      // Said by the tests' own tool, which keeps it from running.
      if (message.text().includes('Service Worker registration blocked by Playwright')) return;
      if (message.type() === 'error' || message.type() === 'warning') this.noter(`console ${message.type()} : ${message.text()}`);
    });
    context.on('weberror', (erreur) => this.noter(`script : ${erreur.error().message}`));
    context.on('requestfailed', (requete) => {
      const cause = requete.failure()?.errorText ?? '';
      const sansObjet = !avecScript && cause === 'csp' && requete.resourceType() === 'script';
      // Leaving a page interrupts what it was still loading.
      if (cause !== 'net::ERR_ABORTED' && !sansObjet) this.noter(`requête : ${requete.method()} ${new URL(requete.url()).pathname} ${cause}`);
    });
    context.on('response', (reponse) => {
      if (reponse.status() >= 400) this.noter(`réponse : ${reponse.status()} ${new URL(reponse.url()).pathname}`);
    });
    context.on('dialog', (dialogue) => {
      this.noter(`boîte de dialogue : ${dialogue.message()}`);
      void dialogue.dismiss();
    });
  }

  noter(incident: string): void {
    this.releves.push(incident);
  }

  /** What nobody expected. */
  restants(): string[] {
    return this.releves.filter((incident) => !this.attendus.some((motif) => motif.test(incident)));
  }
}
