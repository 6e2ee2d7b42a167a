// Registers the service worker (sw.js) once the page has all it needs, and says what becomes of a form sent without a network:
// nothing leaves, what was typed stays. An island that keeps its own acts for later has already taken the event.
'use strict';

const service = navigator.serviceWorker;
if (service) {
  const inscrire = () => service.register('/sw.js').catch(() => {});
  if (document.readyState === 'complete') inscrire();
  else addEventListener('load', inscrire, { once: true });
  document.addEventListener('visibilitychange', () => service.controller?.postMessage('veiller'));
}

const avis = document.getElementById('sans-reseau');
const estUneCopie = () => document.getElementById('hors-ligne')?.hidden === false;
const dire = (message) => {
  if (!avis) return;
  for (const texte of avis.querySelectorAll('[data-avis]')) texte.hidden = texte.dataset.avis !== message;
  avis.hidden = !message;
};

addEventListener('submit', (event) => {
  // Not `form.action`: a field may bear that name.
  const envoi = event.target.getAttribute('method') === 'post';
  if (!avis || event.defaultPrevented || !envoi || event.target.getAttribute('action') === '/api/se-deconnecter') return;
  if (navigator.onLine && !estUneCopie()) return;
  event.preventDefault();
  dire(navigator.onLine ? 'copie' : 'sans-reseau');
});
addEventListener('online', () => dire(estUneCopie() ? 'copie' : ''));
avis?.querySelector('button')?.addEventListener('click', () => dire(''));
