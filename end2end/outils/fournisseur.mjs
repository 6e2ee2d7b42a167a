// An identity provider that is not ours: the npm package oidc-provider, dressed as FranceConnect or as Pro Santé Connect.
// Run by itself, it opens both for a portal on http://127.0.0.1:3000 and prints the configuration that names them.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Provider } from 'oidc-provider';

const CLIENT = 'portail-rppsplus';
const DECOUVERTE = '/.well-known/openid-configuration';
const DECOUVERTE_PSC = '/.well-known/wallet-openid-configuration';

// Nobody is real.
const ALLURES = {
  franceconnect: {
    alg: 'ES256',
    decouverte: DECOUVERTE,
    client: { userinfo_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_post' },
    claims: {
      identite_pivot: ['given_name', 'given_name_array', 'family_name', 'gender', 'birthdate', 'birthplace', 'birthcountry'],
      preferred_username: ['preferred_username'],
    },
    personnes: {
      'b6048e95bb134ec5v1': {
        given_name: 'Élodie Jeanne', given_name_array: ['Élodie', 'Jeanne'], family_name: 'VASSEUR', preferred_username: 'VASSEUR-ROY',
        gender: 'female', birthdate: '1991-04-02', birthplace: '01053', birthcountry: '99100',
      },
      // The civil status of a gestionnaire whose card the other provider knows. Nothing but her name ties the two.
      '2f9c1a77d0b34e60v1': {
        given_name: 'Nadia Simone', given_name_array: ['Nadia', 'Simone'], family_name: 'FERRAND',
        gender: 'female', birthdate: '1983-09-17', birthplace: '69383', birthcountry: '99100',
      },
    },
  },
  prosanteconnect: {
    alg: 'RS256',
    decouverte: DECOUVERTE_PSC,
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    claims: { scope_all: ['SubjectNameID', 'SubjectRefPro', 'SubjectRole', 'given_name', 'family_name', 'preferred_username', 'otherIds'] },
    personnes: {
      // The card of a gestionnaire whom the demonstration data know, under another technical name.
      'f:technique:nadia': { SubjectNameID: 'demo-nadia', preferred_username: 'demo-nadia', given_name: 'Nadia', family_name: 'FERRAND', SubjectRefPro: { exercices: [] } },
      // Her colleague, who heads the association.
      'f:technique:helene': { SubjectNameID: 'demo-helene', preferred_username: 'demo-helene', given_name: 'Hélène', family_name: 'CARPENTIER', SubjectRefPro: { exercices: [] } },
      'f:technique:claude': {
        SubjectNameID: '810101234564', preferred_username: '810101234564', given_name: 'Claude', family_name: 'EXEMPLE',
        SubjectRefPro: { codeCivilite: 'MME', exercices: [{ codeProfession: '99', codeCategorieProfessionnelle: 'C', activities: [{ codeRole: '328', numeroFinessSite: '140012345' }] }] },
      },
    },
  },
};

const echapper = (texte) => texte.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const page = (titre, contenu) => `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>${titre}</title></head><body><main><h1>${titre}</h1>${contenu}</main></body></html>`;

function cle(alg) {
  const { privateKey } = alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg };
}

export class Fournisseur {
  #serveur;
  #provider;
  #appeler;
  #portail;
  #secret = randomBytes(24).toString('base64url');

  constructor(nom) {
    this.nom = nom;
    this.allure = ALLURES[nom];
  }

  /** Opens on a free loopback port. Knows nobody's portal until `inscrire`. */
  static async ouvrir(nom) {
    const fournisseur = new Fournisseur(nom);
    fournisseur.#serveur = createServer((requete, reponse) => fournisseur.#repondre(requete, reponse));
    await new Promise((resolve) => fournisseur.#serveur.listen(0, '127.0.0.1', resolve));
    // Another name than the portal's: for the browser, another site.
    fournisseur.issuer = `http://localhost:${fournisseur.#serveur.address().port}`;
    return fournisseur;
  }

  /** The section of the portal's configuration file. */
  section() {
    return [
      `[${this.nom}]`, `issuer = "${this.issuer}"`, `client_id = "${CLIENT}"`, `client_secret = "${this.#secret}"`,
      ...(this.nom === 'franceconnect' ? ['userinfo_signed = true'] : []), '',
    ].join('\n');
  }

  /** The portal that lives there may send people here. */
  inscrire(portail) {
    this.#portail = portail;
    this.#provider = new Provider(this.issuer, {
      clients: [{
        client_id: CLIENT, client_secret: this.#secret, redirect_uris: [`${portail}/connexion/${this.nom}/retour`],
        post_logout_redirect_uris: [`${portail}/connexion/deconnecte`], id_token_signed_response_alg: this.allure.alg,
        response_types: ['code'], grant_types: ['authorization_code'], ...this.allure.client,
      }],
      jwks: { keys: [cle(this.allure.alg)] },
      cookies: { keys: ['essai'] },
      acrValues: ['eidas1'],
      claims: { openid: ['sub', 'acr'], ...this.allure.claims },
      scopes: ['openid', ...Object.keys(this.allure.claims)],
      pkce: { required: () => true },
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 600, Interaction: 600, Session: 600 },
      interactions: { url: (ctx, interaction) => `/identification/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        jwtUserinfo: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx, formulaire) => {
            ctx.body = page('Quitter le fournisseur', `${formulaire}<button form="op.logoutForm" name="logout" value="yes">Me déconnecter aussi du fournisseur</button>`);
          },
        },
      },
      enabledJWA: { userinfoSigningAlgValues: ['ES256', 'RS256'], idTokenSigningAlgValues: ['ES256', 'RS256'] },
      findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, acr: 'eidas1', ...this.allure.personnes[sub] }) }),
      loadExistingGrant: async (ctx) => {
        const { client, session, provider, params } = ctx.oidc;
        const accord = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        accord.addOIDCScope(params.scope);
        await accord.save();
        return accord;
      },
    });
    this.#appeler = this.#provider.callback();
  }

  /** Throws the keys away and takes new ones, as a provider does from time to time. */
  tourner() {
    this.inscrire(this.#portail);
  }

  /** Stopped twice, it stays stopped. */
  async fermer() {
    if (!this.#serveur.listening) return;
    this.#serveur.closeAllConnections();
    await new Promise((resolve) => this.#serveur.close(resolve));
  }

  async #repondre(requete, reponse) {
    if (requete.url === '/favicon.ico') return reponse.writeHead(204).end();
    if (requete.url.startsWith('/identification/')) return this.#identifier(requete, reponse);
    if (requete.url === this.allure.decouverte) requete.url = DECOUVERTE;
    else if (requete.url === DECOUVERTE) return reponse.writeHead(404).end();
    return this.#appeler(requete, reponse);
  }

  /** Its own tiny page: who are you? */
  async #identifier(requete, reponse) {
    if (requete.method === 'GET') {
      const { uid } = await this.#provider.interactionDetails(requete, reponse);
      const boutons = Object.entries(this.allure.personnes).map(([sub, { given_name, family_name }]) => `<button name="sub" value="${echapper(sub)}">${echapper(`${given_name} ${family_name}`)}</button>`);
      const html = page('Fournisseur d’identité d’essai', `<form method="post" action="/identification/${uid}">${boutons.join(' ')} <button name="refuser" value="1">Refuser</button></form>`);
      return reponse.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    }
    let corps = '';
    for await (const bout of requete) corps += bout;
    const choix = new URLSearchParams(corps);
    const resultat = choix.get('refuser')
      ? { error: 'access_denied', error_description: 'refus' }
      : { login: { accountId: choix.get('sub'), acr: 'eidas1' } };
    return this.#provider.interactionFinished(requete, reponse, resultat);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const portail = process.argv[2] ?? 'http://127.0.0.1:3000';
  for (const nom of Object.keys(ALLURES)) {
    const fournisseur = await Fournisseur.ouvrir(nom);
    fournisseur.inscrire(portail);
    console.log(fournisseur.section());
  }
}
