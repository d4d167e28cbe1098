// The pages that are looked at in every language, scheme and width: by accessibility.test.mjs and shots.mjs.

import { ids, koreanCustomer, reveal } from "./lists.mjs";

/** Every page as {name, address, status, as}: `as` says who looks, as `visit` does. `page` is a signed-in window. */
async function everyPage(page) {
  const { id, syllables } = await koreanCustomer(page);
  const search = `/customers?q=${encodeURIComponent(syllables)}`;
  await page.goto("/customers");
  const [customer] = await ids(page);
  await page.goto("/relationship-requests?state=waiting");
  const requests = await ids(page);
  await page.goto("/relationship-requests?state=accepted");
  const [accepted] = await ids(page);
  await page.goto(`/relationship-requests/${requests[0]}`);
  const link = await page.locator("textarea[data-link]").getAttribute("data-link");
  const invitation = new URL(link).pathname;
  const shown = (name, address, status = 200, as = {}) => ({ name, address, status, as });
  return [
    shown("sign-in", "/sign-in?next=/customers", 200, null),
    shown("customers", "/customers"),
    shown("expanded", `/customers?expanded=${customer}`),
    shown("search", search),
    shown("search-expanded", `${search}&expanded=${id}`),
    shown("nothing-found", "/customers?q=zzz-nobody-is-called-so"),
    shown("subscriptions", `/customers/${customer}/subscriptions`),
    shown("account", `/customers/${customer}/account`),
    shown("requests", "/relationship-requests"),
    shown("requests-accepted", "/relationship-requests?state=accepted"),
    shown("request-new", "/relationship-requests/new"),
    shown("request-draft", `/relationship-requests/${requests[0]}`),
    shown("request-accepted", `/relationship-requests/${accepted}`),
    shown("invitation", invitation, 200, null),
    shown("indirect-resellers", "/indirect-resellers"),
    shown("partnership-new", "/indirect-resellers/new"),
    shown("bill-to", `/customers/${customer}/bill-to`),
    shown("agreement", `/customers/${customer}/agreement`),
    shown("removal", `/customers/${customer}/removal`, 200, { role: "global-admin" }),
    shown("removed", "/customers/removed"),
    shown("activity", "/activity?from=2020-01-01"),
    shown("activity-nothing", "/activity?q=zzz-nobody-is-called-so"),
    shown("activity-access", "/activity?kind=access", 200, { role: "global-admin" }),
    shown("activity-bad-day", "/activity?from=2026-02-30", 422),
    shown("new-customer", "/customers/new"),
    shown("import", "/customers/import"),
    shown("password", "/profile/password", 200, "newcomer"),
    shown("keys", "/help/keys"),
    shown("not-found", "/no-such-page", 404),
    shown("bad-value", "/customers?after=no-such-cursor", 422),
    shown("no-role", "/customers", 403, { role: null }),
    shown("may-not-export", "/customers", 200, { role: "billing-admin" }),
    shown("export-refused", "/customers.csv", 403, { role: "billing-admin" }),
  ];
}

/** Visits every page in `options` (language, scheme, width), as those who may see it, and calls `look(page, one)`. */
export async function visitEveryPage(visit, options, language, look) {
  let pages;
  await visit(options, async (page) => {
    pages = await everyPage(page);
  });
  const people = new Map(pages.map(({ as }) => [JSON.stringify(as), as]));
  for (const [key, as] of people) {
    await visit({ ...options, as }, async (page) => {
      const theirs = pages.filter((one) => JSON.stringify(one.as) === key);
      await page.goto(theirs[0].address);
      await pickLanguage(page, language);
      for (const one of theirs) await look(page, one);
    });
  }
}

/** Picks the language by the page's own switch, as a person would; `page` must show a page that has one. */
export async function pickLanguage(page, { code, html }) {
  if ((await page.locator("html").getAttribute("lang")) === html) return;
  const choice = page.locator(`[hreflang="${html}"], [hreflang="${code}"]`).first();
  await reveal(page, choice);
  await choice.click();
  await page.locator(`html[lang="${html}"]`).waitFor({ state: "attached" });
}
