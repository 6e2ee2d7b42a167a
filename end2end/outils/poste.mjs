// An SMTP server that is not ours: the npm package smtp-server, with moods. What it does to a mail depends on the first word
// of the address: accepte, refuse, gris, lent, coupe, muet, texte.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

/** A refusal with its code. */
const non = (responseCode, texte) => Object.assign(new Error(texte), { responseCode });

/** A key and a certificate for localhost that only this test believes. */
export function certifier(dossier, nom) {
  const [cle, certificat] = [join(dossier, `${nom}.key`), join(dossier, `${nom}.pem`)];
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', cle, '-out', certificat, '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE',
  ], { stdio: 'ignore' });
  return { cle, certificat };
}

export class Poste {
  #serveur;
  #vus = new Map();
  /** what was taken: { a, brut, chiffre, utilisateur } */
  recus = [];
  /** texts that began to arrive, taken or not */
  textes = [];

  /** `options`: those of smtp-server. */
  static async ouvrir(options = {}) {
    const poste = new Poste();
    poste.#serveur = new SMTPServer({
      authOptional: true,
      disabledCommands: options.key ? [] : ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onRcptTo: (adresse, session, fin) => poste.#destinataire(adresse.address, fin),
      onData: (flux, session, fin) => poste.#texte(flux, session, fin),
      ...options,
    });
    // A client that hangs up is part of the play.
    poste.#serveur.on('error', () => {});
    await new Promise((resolve) => poste.#serveur.listen(0, '127.0.0.1', resolve));
    poste.port = poste.#serveur.server.address().port;
    return poste;
  }

  /** The section of the portal's configuration; short times, for nobody waits here. */
  section(suite = 'securite = "aucune"') {
    return [
      '[courriel]', 'serveur = "localhost"', `port = ${this.port}`, 'expediteur = "Portail RPPS+ <ne-pas-repondre@portail.example>"',
      'delai_secondes = 1', 'reessai_secondes = 1', 'releve_secondes = 1', suite, '',
    ].join('\n');
  }

  /** How many mails were taken for that address. */
  nombre(a) {
    return this.recus.filter((recu) => recu.a === a).length;
  }

  async fermer() {
    for (const connexion of this.#serveur.connections) connexion._socket?.destroy();
    await new Promise((resolve) => this.#serveur.close(resolve));
  }

  #destinataire(adresse, fin) {
    const fois = (this.#vus.get(adresse) ?? 0) + 1;
    this.#vus.set(adresse, fois);
    if (adresse.startsWith('refuse')) return fin(non(550, `boite inconnue : ${adresse}`));
    if (adresse.startsWith('gris') && fois === 1) return fin(non(451, 'revenez plus tard'));
    return fin();
  }

  #texte(flux, session, fin) {
    const a = session.envelope.rcptTo[0].address;
    this.textes.push(a);
    const couper = () => {
      for (const connexion of this.#serveur.connections) if (connexion.session?.id === session.id || connexion.id === session.id) connexion._socket.destroy();
    };
    let brut = '';
    flux.setEncoding('utf8');
    flux.on('data', (bout) => {
      brut += bout;
      if (a.startsWith('coupe')) couper();
    });
    flux.on('error', () => {});
    flux.on('end', () => {
      const prendre = () => {
        this.recus.push({ a, brut, chiffre: Boolean(session.secure), utilisateur: session.user });
        fin();
      };
      if (a.startsWith('texte')) fin(non(554, 'contenu refuse'));
      else if (a.startsWith('muet')) this.recus.push({ a, brut, chiffre: false });
      else if (a.startsWith('lent')) setTimeout(prendre, 2_500);
      else if (!a.startsWith('coupe')) prendre();
    });
  }
}
