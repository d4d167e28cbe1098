// A user with a second factor, set up through the pages, with a simulated authenticator app (RFC 6238).

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { signIn } from "./browser.mjs";

const password = "a fine pass phrase for two";
const known = new WeakMap();

/** The code that an app shows for this key (base 32, spaces allowed), `steps` time steps of 30 seconds from now. */
export function codeOf(key, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replace(/\s/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", seed).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** {email, password, key, session} of a user of the sample channel with a second factor. */
export function personWithFactor(browser, portal) {
  if (!known.has(portal)) known.set(portal, setUp(browser, portal));
  return known.get(portal);
}

async function setUp(browser, portal) {
  const newcomer = await portal.newcomer("with-factor@partner.example");
  const context = await browser.newContext({ baseURL: portal.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, newcomer);
  for (const name of ["password", "repeat"]) await page.locator(`[name=${name}]`).fill(password);
  await press(page);
  await page.goto("/profile/second-factor");
  const key = await page.locator("section.card code").innerText();
  await page.locator("[name=code]").fill(codeOf(key));
  await press(page);
  assert.equal(await page.locator("[data-code]").count(), 10, "the recovery codes");
  const session = await context.storageState();
  await context.close();
  return { email: newcomer.email, password, key, session };
}

/** A window after the password step of the sign-in, before the second factor. */
export async function halfWay(browser, portal) {
  const person = await personWithFactor(browser, portal);
  const context = await browser.newContext({ baseURL: portal.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, person);
  assert.equal(new URL(page.url()).pathname, "/sign-in/second-factor");
  const session = await context.storageState();
  await context.close();
  return session;
}

async function press(page) {
  await Promise.all([page.waitForEvent("load"), page.locator("main button.primary").click()]);
}
