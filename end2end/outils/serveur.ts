// The program under test: the release binary, as an operator runs it, on a database and a port of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const racine = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const programme = process.env.PORTAIL_PROGRAMME ?? join(racine, 'target/release/server');
const site = process.env.PORTAIL_SITE ?? join(racine, 'target/site');

/** Fills a new database with the demonstration. */
export function semer(base: string): void {
  if (!existsSync(programme) || !existsSync(join(site, 'pkg'))) {
    throw new Error('Le portail n’est pas construit : lancez script/build.');
  }
  const fini = spawnSync(programme, ['seed', '--database-url', `sqlite:${base}`], { encoding: 'utf8' });
  if (fini.status !== 0) throw new Error(`Le semis a échoué : ${fini.stdout}${fini.stderr}`);
}

export class Serveur {
  private constructor(
    readonly adresse: string,
    private readonly processus: ChildProcess,
    private readonly journal: string[],
  ) {}

  /** Starts on a free loopback port, with a configuration file, in demonstration mode unless told otherwise; resolves once the program says that it is open. */
  static async ouvrir(base: string, { configuration = '', demo = true } = {}): Promise<Serveur> {
    const fichier = `${base}.toml`;
    writeFileSync(fichier, configuration);
    const mode = demo ? ['--demo'] : [];
    const processus = spawn(programme, ['serve', ...mode, '--addr', '127.0.0.1:0', '--database-url', `sqlite:${base}`, '--config', fichier], {
      env: { ...process.env, LEPTOS_SITE_ROOT: site },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const journal: string[] = [];
    processus.stderr.on('data', (bout) => journal.push(String(bout)));
    const adresse = await new Promise<string>((resolve, reject) => {
      let dit = '';
      processus.stdout.on('data', (bout) => {
        dit += String(bout);
        const trouvee = /Le portail est ouvert\s: (http:\/\/\S+)/.exec(dit);
        if (trouvee) resolve(trouvee[1]);
      });
      processus.once('exit', () => reject(new Error(`Le portail ne s’ouvre pas : ${dit}${journal.join('')}`)));
    });
    return new Serveur(adresse, processus, journal);
  }

  /** What the program has written to its log. */
  texteDuJournal(): string {
    return this.journal.join('');
  }

  /** Asked to stop, as an operator does: what is under way ends first. */
  async arreter(): Promise<void> {
    if (this.processus.exitCode !== null || this.processus.signalCode !== null) return;
    const fini = new Promise((resolve) => this.processus.once('exit', resolve));
    this.processus.kill('SIGTERM');
    await fini;
  }

  /** Killed, not asked: nothing of this database is of any use afterwards. */
  async fermer(): Promise<void> {
    if (this.processus.exitCode !== null || this.processus.signalCode !== null) return;
    const fini = new Promise((resolve) => this.processus.once('exit', resolve));
    this.processus.kill('SIGKILL');
    await fini;
  }
}
