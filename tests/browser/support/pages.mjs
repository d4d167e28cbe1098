// The pages that light.test.mjs, dark.test.mjs and shots.mjs visit in every language, color scheme and width.

import { languages } from "./browser.mjs";
import { reveal } from "./lists.mjs";
import { findSamples } from "./samples.mjs";

/** All pages as {name, address, status, as}: `as` is the user, as for `visit`. */
function everyPage(there) {
  const { korean, customer, subscription, order, colleague, reseller, request, accepted } = there;
  const [ofCustomer, users] = [`/customers/${customer}`, "/account-settings/users"];
  const search = `/customers?q=${encodeURIComponent(korean.syllables)}`;
  const shown = (name, address, status = 200, as = {}) => ({ name, address, status, as });
  const reselling = { type: "indirect-reseller" };
  return [
    shown("sign-in", "/sign-in?next=/customers", 200, null),
    shown("sign-in-second-factor", "/sign-in/second-factor?next=/customers", 200, "half-way"),
    shown("sign-in-recovery-code", "/sign-in/second-factor?with=recovery-code", 200, "half-way"),
    shown("sign-in-link", there.link, 200, null),
    shown("invitation", there.invitation, 200, null),
    shown("no-invitation", "/invitations/no-such-token", 404, null),

    shown("overview", "/"),
    shown("overview-week", "/?days=7&mine=1"),
    shown("overview-quarter", "/?days=90"),
    shown("overview-malformed", "/?days=8", 422),
    shown("overview-reseller", "/", 200, reselling),
    shown("overview-helpdesk", "/", 200, { role: "helpdesk-agent" }),
    shown("customers", "/customers"),
    shown("expanded", `/customers?expanded=${customer}`),
    shown("search", search),
    shown("search-expanded", `${search}&expanded=${korean.id}`),
    shown("nothing-found", "/customers?q=zzz-nobody-is-called-so"),
    shown("removed", "/customers/removed"),
    shown("search-everything", `/search?q=${encodeURIComponent(korean.syllables)}`),
    shown("search-everything-nothing", "/search?q=zzz-nobody-is-called-so"),

    shown("new-customer", "/customers/new"),
    shown("new-customer-company", `/customers/new/${there.draft}/company`),
    shown("new-customer-reseller", `/customers/new/${there.draft}/reseller`),
    shown("new-customer-subscriptions", `/customers/new/${there.draft}/subscriptions`),
    shown("new-customer-review", `/customers/new/${there.draft}/review`),
    shown("bulk", "/bulk"),
    shown("import", "/customers/import"),
    shown("import-file", `/customers/import/${there.file}`),

    shown("account", `${ofCustomer}/account`),
    shown("account-activity", `${ofCustomer}/activity`),
    shown("bill-to", `${ofCustomer}/bill-to`),
    shown("customer-tags", `${ofCustomer}/tags`),
    shown("aliases", `${ofCustomer}/aliases`),
    shown("notes", `${ofCustomer}/notes`),
    shown("contacts", `${ofCustomer}/contact`),
    shown("account-assigned", `/customers/${there.assigned}/account`),
    shown("expanded-assigned", `/customers?q=haneul-assigned.example&expanded=${there.assigned}`),
    shown("microsoft-id", `/customers/${there.assigned}/microsoft-id`),
    shown("agreement", `${ofCustomer}/agreement`),
    shown("removal", `${ofCustomer}/removal`),
    shown("subscriptions", `${ofCustomer}/subscriptions`),
    shown("subscription", `${ofCustomer}/subscriptions/${subscription}`),
    shown("subscription-suspended", there.suspended),

    shown("order-new", `${ofCustomer}/orders/new`),
    shown("order-cart", `${ofCustomer}/orders/new?cart=${there.cart}`),
    shown("order-review", `${ofCustomer}/orders/review?cart=${there.cart}`),
    shown("subscriptions-of-all", "/subscriptions"),
    shown("subscriptions-filtered", "/subscriptions?renews=90&auto_renew=on&sort=customer"),
    shown("subscriptions-planned", "/subscriptions?at_renewal=scheduled"),
    shown("orders", "/orders"),
    shown("order", `/orders/${order}`),

    shown("requests", "/relationship-requests"),
    shown("requests-accepted", "/relationship-requests?state=accepted"),
    shown("request-new", "/relationship-requests/new"),
    shown("request-draft", `/relationship-requests/${request}`),
    shown("request-accepted", `/relationship-requests/${accepted}`),
    shown("referrals", "/referrals"),
    shown("referrals-declined", "/referrals?status=declined"),
    shown("referral-new", "/referrals/new"),
    shown("referral", `/referrals/${there.referral}`),
    shown("referral-accepted", `/referrals/${there.acceptedReferral}`),
    shown("referrals-of-reseller", "/referrals", 200, reselling),
    shown("referrals-may-not-make", "/referrals", 200, { role: "helpdesk-agent" }),
    shown("indirect-resellers", "/indirect-resellers"),
    shown("partnership-new", "/indirect-resellers/new"),
    shown("partnership-removal", `/indirect-resellers/${reseller}/removal`),
    shown("indirect-providers", "/indirect-providers", 200, reselling),
    shown("indirect-provider", "/indirect-providers/4820137", 200, reselling),
    shown("customers-of-reseller", "/customers", 200, reselling),
    shown("orders-of-reseller", "/orders", 200, reselling),

    shown("activity", "/activity?from=2020-01-01"),
    shown("activity-of-one", `/activity?from=2020-01-01&q=${customer}&resource=subscription`),
    shown("activity-nothing", "/activity?q=zzz-nobody-is-called-so"),
    shown("activity-access", "/activity?kind=access"),
    shown("activity-bad-day", "/activity?from=2026-02-30", 422),

    shown("users", users),
    shown("user-new", `${users}/new`),
    shown("user", `${users}/${colleague}`),
    shown("user-roles", `${users}/${colleague}/roles`),
    shown("user-deactivation", `${users}/${colleague}/deactivation`),
    shown("organization", "/account-settings/organization"),
    shown("organization-edit", "/account-settings/organization/edit"),
    shown("tax-id", "/account-settings/organization/tax-id"),
    shown("tags", "/account-settings/tags"),
    shown("tag-new", "/account-settings/tags/new"),
    shown("tokens", "/profile/tokens"),
    shown("webhooks", "/account-settings/webhooks"),
    shown("webhook-new", "/account-settings/webhooks/new"),
    shown("applications", "/account-settings/applications"),
    shown("application-new", "/account-settings/applications/new"),
    shown("reports", "/reports"),
    shown("report-new", "/reports/new?list=customers&filter=country%3DKR"),
    shown("views", "/views"),
    shown("view-new", "/views/new?list=customers&filter=tag%3DVIP"),

    shown("profile", "/profile"),
    shown("second-factor", "/profile/second-factor"),
    shown("second-factor-on", "/profile/second-factor", 200, "two-factor"),
    shown("second-factor-removal", "/profile/second-factor/removal", 200, "two-factor"),
    shown("recovery-codes-new", "/profile/second-factor/recovery-codes", 200, "two-factor"),
    shown("sessions", "/profile/sessions"),
    shown("notifications", "/notifications"),
    shown("notifications-none", "/notifications?show=unread&group=security"),
    shown("notification-settings", "/profile/notifications"),
    shown("own-password", "/profile/password"),
    shown("step-up", "/step-up?next=/profile"),
    shown("password", "/profile/password", 200, "newcomer"),

    shown("keys", "/help/keys"),
    shown("api-reference", "/api-reference"),
    shown("not-found", "/no-such-page", 404),
    shown("bad-value", "/customers?after=no-such-cursor", 422),
    shown("no-role", "/customers", 403, { role: null }),
    shown("may-not-export", "/customers", 200, { role: "billing-admin" }),
    shown("export-refused", "/customers.csv", 403, { role: "billing-admin" }),
    shown("users-may-not-add", users, 200, { role: "helpdesk-agent" }),
    shown("subscription-may-not-change", `${ofCustomer}/subscriptions/${subscription}`, 200, { role: "helpdesk-agent" }),
  ];
}

const known = new WeakMap();

/** The pages of the portal that `visit` visits; the objects they need are looked up once. */
function pagesOf(visit) {
  if (!known.has(visit)) known.set(visit, findPages(visit));
  return known.get(visit);
}

async function findPages(visit) {
  let found;
  await visit({}, async (page) => {
    found = everyPage(await findSamples(page));
  });
  return found;
}

/**
 * Visits every page with `options` (language, scheme, width) as users who may see it, and calls `look(page, one)`.
 * `PAGES=customers,orders` in the environment limits the pages.
 */
export async function visitEveryPage(visit, options, language, look) {
  const only = process.env.PAGES?.split(",");
  const pages = (await pagesOf(visit)).filter(({ name }) => !only || only.includes(name));
  const people = new Map(pages.map(({ as }) => [JSON.stringify(as), as]));
  for (const [key, as] of people) {
    // Visitors always switch the language: an invitation is in its customer's language until then.
    const first = as === null ? languages.find(({ code }) => code !== language.code).code : options.language;
    await visit({ ...options, as, language: first }, async (page) => {
      const theirs = pages.filter((one) => JSON.stringify(one.as) === key);
      await page.goto(theirs[0].address);
      await pickLanguage(page, language);
      for (const one of theirs) await look(page, one);
    });
  }
}

/** Picks the language with the switch of the page, as a user would; `page` must show a page with a switch. */
export async function pickLanguage(page, { code, html }) {
  if ((await page.locator("html").getAttribute("lang")) === html) return;
  const choice = page.locator(`button[name=lang][value="${code}"]`).first();
  await reveal(page, choice);
  await choice.click();
  await page.locator(`html[lang="${html}"]`).waitFor({ state: "attached" });
}
