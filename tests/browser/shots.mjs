// Screenshots of every page in every language, color scheme and width, and one page that shows them all:
// run `node tests/browser/shots.mjs`, then open tests/browser/shots/index.html. `LOOKS=ko.dark.390,en.light.1366` limits
// the combinations, `PAGES=customers,orders` the pages.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { languages, openBrowser } from "./support/browser.mjs";
import { visitEveryPage } from "./support/pages.mjs";
import { startPortal } from "./support/portal.mjs";

const folder = fileURLToPath(new URL("./shots/", import.meta.url));
const widths = [1366, 390];
const schemes = ["light", "dark"];
const looks = process.env.LOOKS?.split(",");
const wanted = (look) => !looks || looks.includes(look.join("."));
const sheet = [];

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const portal = await startPortal();
const browser = await openBrowser(portal);
try {
  for (const language of languages) {
    for (const scheme of schemes) {
      for (const width of widths) {
        if (wanted([language.code, scheme, width])) await shoot(language, { scheme, width, language: language.code });
      }
    }
  }
} finally {
  await browser.close();
  await portal.stop();
}
await writeFile(`${folder}index.html`, contactSheet(sheet));
console.log(`${sheet.length} pictures: ${folder}index.html`);

async function shoot(language, options) {
  await visitEveryPage(browser.visit, options, language, async (page, { name, address }) => {
    await page.goto(address);
    const file = `${name}.${options.language}.${options.scheme}.${options.width}.png`;
    await page.screenshot({ path: folder + file, fullPage: true });
    sheet.push({ name, file, ...options });
  });
}

function contactSheet(pictures) {
  const names = [...new Set(pictures.map(({ name }) => name))];
  const picture = ({ file, language, scheme, width }) =>
    `<figure><a href="${file}"><img src="${file}" width="${width === 390 ? 140 : 440}" loading="lazy" alt=""></a>` +
    `<figcaption>${language} ${scheme} ${width}</figcaption></figure>`;
  const section = (name) =>
    `<h2>${name}</h2><div>${pictures.filter((one) => one.name === name).map(picture).join("")}</div>`;
  const style = "body{font:14px system-ui;margin:2rem}div{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}img{border:1px solid #ccc}";
  return `<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>${style}</style>${names.map(section).join("")}`;
}
