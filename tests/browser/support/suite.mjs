// One portal and one browser for a test file: `const { visit, portal } = suite();` at its top.

import { after, before } from "node:test";
import { openBrowser } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

/** Starts both before the file's tests and stops both after them. */
export function suite() {
  let running;
  let browser;
  before(async () => {
    running = await startPortal();
    browser = await openBrowser(running);
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
  });
  return {
    visit: (...wanted) => browser.visit(...wanted),
    account: (wanted) => running.account(wanted),
    newcomer: (email) => running.newcomer(email),
  };
}
