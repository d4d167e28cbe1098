// Visits a portal with Debian's Chromium. After every visit, errors in the console, requests to other hosts
// and responses with status 500 fail the test.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { halfWay, personWithFactor } from "./factor.mjs";

const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
export const flags = ["--no-sandbox", ...quiet, "--disable-component-update", "--disable-sync"];

/** The languages of the portal: the code that a user picks, the browser's `Accept-Language`, and the page's `lang`. */
export const languages = [
  { code: "en", locale: "en-GB", html: "en" },
  { code: "ko", locale: "ko-KR", html: "ko" },
  { code: "zh-TW", locale: "zh-TW", html: "zh-Hant" },
];

/** A browser that stores sessions, so that a test file signs in only once per user. */
export async function openBrowser(portal) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  const signedIn = new Map();
  return {
    /**
     * Runs `steps(page)` in a new window. `as` is {role, type} (role null for a user without roles), "newcomer" for a user
     * with a temporary password, "two-factor" for one with a second factor, "half-way" for that user before the second
     * factor, or null for a visitor; the default is an admin agent of the indirect provider.
     */
    async visit(options, steps) {
      const { as = {}, javaScript = true, width = 1366, height = 900, language = "en", scheme = "light" } = options;
      const context = await browser.newContext({
        baseURL: portal.url,
        locale: languages.find(({ code }) => code === language).locale,
        colorScheme: scheme,
        viewport: { width, height },
        javaScriptEnabled: javaScript,
        storageState: await sessionOf(browser, portal, as, signedIn),
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      const complaints = listen(page, portal.url);
      try {
        await steps(page);
        assert.deepEqual(complaints, [], "what the browser complained about");
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

async function sessionOf(browser, portal, as, signedIn) {
  if (as === null) return undefined;
  if (as === "half-way") return halfWay(browser, portal);
  if (as === "two-factor") return (await personWithFactor(browser, portal)).session;
  const who = as === "newcomer" ? await newcomer(portal) : portal.account(as);
  return session(browser, portal, who, signedIn);
}

const newcomers = new Map();

function newcomer(portal) {
  if (!newcomers.has(portal)) newcomers.set(portal, portal.newcomer("newcomer@partner.example"));
  return newcomers.get(portal);
}

/** Fills in the sign-in form of `page`, and waits for the next page. */
export async function signIn(page, { email, password }) {
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(password);
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "POST"),
    page.locator("form:has([name=password]) button:not([type=button])").click(),
  ]);
  await page.waitForLoadState();
}

async function session(browser, portal, who, signedIn) {
  if (!signedIn.has(who.email)) {
    const context = await browser.newContext({ baseURL: portal.url, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await signIn(page, who);
    assert.notEqual(new URL(page.url()).pathname, "/sign-in", `${who.email} cannot sign in`);
    signedIn.set(who.email, await context.storageState());
    await context.close();
  }
  return signedIn.get(who.email);
}

const pathOf = (address) => URL.canParse(address) && new URL(address).pathname;

function listen(page, origin) {
  const complaints = [];
  page.on("pageerror", (problem) => complaints.push(`script: ${problem.message}`));
  page.on("console", (message) => {
    // The browser also reports error pages that a test expects; those are ignored, also of a form that htmx sends.
    const isThePageItself = message.text().startsWith("Failed to load") && pathOf(message.location().url) === pathOf(page.url());
    if (message.type() === "error" && !isThePageItself) complaints.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== origin) complaints.push(`request to ${address}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) complaints.push(`${answer.status()} from ${answer.url()}`);
  });
  return complaints;
}
