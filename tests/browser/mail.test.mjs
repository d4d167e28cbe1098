// An invitation from end to end: the portal sends it over SMTP to a real mail server, its link is opened on a phone and
// answered, in each language.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { languages, openBrowser } from "./support/browser.mjs";
import { total } from "./support/lists.mjs";
import { startPortal } from "./support/portal.mjs";
import { press, primary } from "./support/samples.mjs";

const { SMTPServer } = createRequire(new URL("../smtp/", import.meta.url))("smtp-server");
const letters = [];
let [server, portal, browser] = [];

before(async () => {
  server = new SMTPServer({ authOptional: true, hideSTARTTLS: true, disabledCommands: ["AUTH", "STARTTLS"], onData: keep });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const SMTP_URL = `smtp://127.0.0.1:${server.server.address().port}`;
  portal = await startPortal({ SMTP_URL, MAIL_FROM: "portal@portal.example" });
  browser = await openBrowser(portal);
});

after(async () => {
  await browser?.close();
  await portal?.stop();
  await new Promise((closed) => server.close(closed));
});

const reselling = { role: "global-admin", type: "indirect-reseller" };

for (const { code, html } of languages) {
  for (const answer of ["acceptance", "declination"]) {
    test(`a message is delivered, opened on a phone and answered with ${answer}, ${code}`, () =>
      letterToAnswer({ code, html, answer, from: {}, provider: null }));
  }
}

test("one request for a reseller and its provider gives both the customer", () =>
  letterToAnswer({ ...languages[1], answer: "acceptance", from: reselling, provider: "4820137" }));

async function letterToAnswer({ code, html, answer, from, provider }) {
  const domain = `letter-${code}-${answer}-${provider ?? "alone"}.example`.toLowerCase();
  const recipient = `it@${domain}`;
  await browser.visit({ as: from }, async (page) => {
    await page.goto(`/relationship-requests/new${provider ? `?provider=${provider}` : ""}`);
    await page.locator("[name=language]").selectOption(code);
    await page.locator("[name=recipient]").fill(recipient);
    await press(page, primary(page));
    await press(page, primary(page));
  });
  const letter = await arrived(recipient);
  const link = new URL(letter.match(/http:\/\/127[^\s"<]*\/invitations\/[\w-]+/)[0]);
  await browser.visit({ as: null, width: 390, height: 844, language: code }, async (page) => {
    await page.goto(link.pathname);
    assert.equal(await page.locator("html").getAttribute("lang"), html);
    const typed = { company_name: "달빛 공방", domain, person_name: "윤달", email: recipient };
    if (answer === "acceptance") {
      for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value);
    }
    await page.locator("[name=confirm]").check();
    if (answer === "declination") await page.locator("#decline").click();
    await press(page, answer === "acceptance" ? primary(page) : page.locator(`[formaction$="/${answer}"]`));
    assert.match(new URL(page.url()).pathname, /^\/answers\//);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, "nothing sticks out");
  });
  for (const as of provider ? [from, {}] : [from]) {
    await browser.visit({ as }, async (page) => {
      await page.goto(`/customers?q=${domain}`);
      assert.equal(await total(page), answer === "acceptance" ? 1 : 0);
    });
  }
}

/** Receives a message as the mail server gets it, with its parts decoded. */
function keep(stream, { envelope }, done) {
  const pieces = [];
  stream.on("data", (piece) => pieces.push(piece));
  stream.on("end", () => {
    const parts = Buffer.concat(pieces).toString().split(/\r\n--/).map(decoded);
    letters.push({ to: envelope.rcptTo[0].address, text: parts.join("\n") });
    done();
  });
}

function decoded(part) {
  const [head, ...rest] = part.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString();
  return body.replace(/=\r\n/g, "").replace(/=3D/g, "=");
}

async function arrived(recipient) {
  for (let waited = 0; waited < 100; waited += 1) {
    const letter = letters.find(({ to }) => to === recipient);
    if (letter) return letter.text;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`no letter to ${recipient} has come`);
}
