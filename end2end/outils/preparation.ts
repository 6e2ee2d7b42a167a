// Before all tests: one database filled once, which each test copies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { semer } from './serveur';

export default function preparer(): () => void {
  const dossier = mkdtempSync(join(tmpdir(), 'portail-'));
  semer(join(dossier, 'modele.db'));
  process.env.PORTAIL_MODELE = dossier;
  return () => rmSync(dossier, { recursive: true, force: true });
}
