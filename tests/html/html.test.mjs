// Every page that the browser tests visit is valid HTML according to the Nu checker.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { languages } from "../browser/support/browser.mjs";
import { visitEveryPage } from "../browser/support/pages.mjs";
import { suite } from "../browser/support/suite.mjs";

const { visit } = suite();
const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const folder = join(dirname(fileURLToPath(import.meta.url)), "../../target/html");

test("no page has an error", async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { language: "en", scheme: "light", width: 1366, height: 900 };
  // In parallel: one visitor does not keep two processors busy.
  const visits = [languages[0], languages[1]].map((language) =>
    visitEveryPage(visit, options, language, async (page, { name, address }) => {
      const answer = await page.goto(address);
      // The HTML from the server, not the browser's DOM.
      if (answer.headers()["content-type"]?.startsWith("text/html")) {
        writeFileSync(join(folder, `${name}.${language.code}.html`), await answer.text());
      }
    }),
  );
  await Promise.all(visits);
  const { messages } = JSON.parse(check());
  const errors = messages.map(({ url, lastLine, message, extract }) => {
    return `${url.split("/").at(-1)}:${lastLine}: ${message} ${extract?.trim() ?? ""}`;
  });
  assert.deepEqual(errors, []);
});

/** The checker's report on the folder, as JSON. */
function check() {
  const options = ["-Xss4m", "-jar", checker, "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"];
  return execFileSync("java", [...options, "--skip-non-html", folder], { encoding: "utf8", maxBuffer: 1 << 26 });
}
