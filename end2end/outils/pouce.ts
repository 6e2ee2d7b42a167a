// What a thumb does on a screen: it touches, slides, and lifts.
import type { Locator, Page } from '@playwright/test';

/** Slides over that element by so many pixels to the side (to the left when negative), then stays a moment before lifting: a gesture
 * that is not thrown goes by its length alone. Its pace is in the times it bears: nothing waits for it. */
export async function glisser(page: Page, sur: Locator, pixels: number): Promise<void> {
  await sur.scrollIntoViewIfNeeded();
  const place = await sur.boundingBox();
  if (!place) throw new Error(`Rien sous le pouce : ${sur}`);
  const x = pixels < 0 ? (page.viewportSize()?.width ?? 0) - 40 : 40;
  const y = place.y + place.height / 2;
  const cdp = await page.context().newCDPSession(page);
  let timestamp = Date.now() / 1_000 - 2;
  const toucher = async (type: 'touchStart' | 'touchMove' | 'touchEnd', secondes: number, touchPoints: { x: number; y: number }[]) => {
    timestamp += secondes;
    await cdp.send('Input.dispatchTouchEvent', { type, timestamp, touchPoints });
  };
  await toucher('touchStart', 0, [{ x, y }]);
  for (let pas = 1; pas <= 10; pas += 1) await toucher('touchMove', 0.03, [{ x: x + (pixels * pas) / 10, y }]);
  await toucher('touchEnd', 0.5, []);
  await cdp.detach();
}
