// A network as it is between two meetings.
import type { CDPSession, Page } from '@playwright/test';

/** Slow 3G: 400 kbit/s, 400 ms for a round trip. */
const LENT = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const ORDINAIRE = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

/** From now on this page waits for everything; gives what brings the ordinary network back. */
export async function ralentir(page: Page): Promise<{ cdp: CDPSession; retablir: () => Promise<void> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', LENT);
  return {
    cdp,
    retablir: async () => {
      await cdp.send('Network.emulateNetworkConditions', ORDINAIRE);
    },
  };
}
