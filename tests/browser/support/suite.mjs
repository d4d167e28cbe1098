// One portal and one browser for a test file: `const { visit, portal } = suite();` at its top.

import { after, before } from "node:test";
import { openBrowser } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

/** Starts both before the file's tests and stops both after them; `settings` as for `startPortal`. */
export function suite(settings) {
  let running;
  let browser;
  before(async () => {
    running = await startPortal(settings);
    browser = await openBrowser(running);
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
  });
  return {
    visit: (...wanted) => browser.visit(...wanted),
    account: (wanted) => running.account(wanted),
    newcomer: (...who) => running.newcomer(...who),
  };
}
