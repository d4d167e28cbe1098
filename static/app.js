// What htmx does not do: copying, shortcuts, waiting for an input method, telling when the server is away.
// Everything here is an addition; each page works without it.
"use strict";

const say = (text) => { const box = document.getElementById("said"); if (box) box.textContent = text; };
const words = () => document.body.dataset;
// The path below which the portal is, from the address of this file; empty on a host of its own.
const base = new URL(document.currentScript.src).pathname.replace(/\/static\/[^/]*$/, "");
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]") !== null;

// ---- Copy buttons: <button data-copy="what">

const checkmark = (button) => {
  const use = button.querySelector("use");
  use?.setAttribute("href", "#i-check");
  setTimeout(() => use?.setAttribute("href", "#i-copy"), 2000);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    const what = button.dataset.copy;   // "#body" means what stands in that field
    await navigator.clipboard.writeText(what.startsWith("#") ? document.querySelector(what).value : what);
    checkmark(button);
    say(words().copied);
  } catch {
    say(words().copyFailed);
  }
});

// ---- Live search waits until an input method (Hangul, Zhuyin, Pinyin) has composed its word

document.addEventListener("input", (event) => {
  if (event.isComposing) event.stopImmediatePropagation();
}, true);
document.addEventListener("compositionend", (event) => {
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- htmx: short addresses, no jump on expanding, sign-in when the session is over

document.addEventListener("htmx:configRequest", ({ detail }) => {
  // With a saved view, an empty field says that the list does without a condition of the view.
  const viewed = /^\d+$/.test(detail.formData.get("view") ?? "");
  for (const [name, value] of [...detail.formData]) if (value === "" && !viewed) detail.formData.delete(name);
  detail.path = detail.path.split("#")[0];
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname === `${base}/sign-in`) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// A row of the customer list opens in place. Where rows have no target to swap, the link does it alone.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-hx-target] .expander");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link });
});

let loadedAt = new Date();

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  loadedAt = new Date();
  document.getElementById("away")?.remove();
  if (detail.target.id === "results") say(document.getElementById("found")?.textContent.trim() ?? "");
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.target.removeAttribute("aria-busy"));

// ---- Selected rows: they stay when a row is opened; the whole list or single rows; the number is announced

const ticks = () => [...document.querySelectorAll("tbody .tick input")];
let kept = [];

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  kept = target.id === "rows" ? ticks().filter((box) => box.checked).map((box) => box.value) : [];
});

document.addEventListener("htmx:afterSwap", () => {
  for (const box of ticks()) if (kept.includes(box.value)) box.checked = true;
});

document.addEventListener("change", ({ target }) => {
  if (!target.closest?.(".tick")) return;
  const bar = document.getElementById("bulk");
  const all = document.querySelector("thead .tick input");
  if (target === all && all.checked) for (const box of ticks()) box.checked = false;
  const number = ticks().filter((box) => box.checked).length;
  say(all?.checked ? bar.querySelector(".all").textContent : `${number} ${bar.querySelector(".some").textContent.trim()}`);
});

// ---- A list of offers with its cart, which a change swaps as a whole. The page does not move; what was typed elsewhere
// and an opened cart stay. Enter presses the button of its row; without a script it adds all rows that were changed

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.(".offers .amount")) return;
  event.preventDefault();
  event.target.closest("tr").querySelector("button").click();
});

let picked = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { target, elt } }) => {
  if (target.id !== "picker") return;
  const own = elt.form ?? elt;
  const typed = [...target.querySelectorAll(".amount")].filter((field) => field.value !== field.defaultValue && field.form !== own);
  const { top } = target.getBoundingClientRect();
  picked = { top, isOpen: target.querySelector("details").open, typed: typed.map(({ id, value }) => [id, value]) };
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!picked || detail.target.id !== "picker") return;
  const cart = document.getElementById("cart");
  if (!cart) return location.reload();   // nothing can be ordered any more; the whole page says why
  cart.open ||= picked.isOpen;
  for (const [id, value] of picked.typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  // The message above, of a form that was sent to another page and came back, is about the former values.
  document.querySelector("main > .error-summary")?.remove();
  // While both the old and the new list are there, browsers scroll.
  const { top } = document.getElementById("picker").getBoundingClientRect();
  scrollBy({ top: top - picked.top, behavior: "instant" });
  picked = null;
  const wrong = document.querySelector("#picker [aria-invalid]");
  if (wrong) wrong.focus();
  else if (document.activeElement === document.body) document.getElementById("cart-head").focus({ preventScroll: true });
  say(cart.querySelector("summary").textContent.trim().replace(/\s+/g, " "));
});

// A form with an error was not sent to another page: its address stays.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history, xhr, requestConfig } }) => {
  if (xhr.status === 422 && requestConfig.verb === "post") history.path = location.pathname + location.search;
});

// ---- The server is away: keep what is shown, say so, offer to try again

const away = () => {
  const results = document.getElementById("results");
  if (!results) return;
  document.getElementById("away")?.remove();
  const time = loadedAt.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const note = document.createElement("div");
  const text = document.createElement("div");
  const retry = document.createElement("a");
  note.id = "away";
  note.className = "note";
  note.dataset.tone = "warning";
  note.setAttribute("role", "alert");
  text.textContent = words().unreachable.replace("{time}", time) + " ";
  retry.href = location.href;
  retry.textContent = words().retry;
  text.append(retry);
  note.append(text);
  results.before(note);
};
document.addEventListener("htmx:sendError", away);
document.addEventListener("htmx:timeout", away);
document.addEventListener("htmx:responseError", away);

// ---- A sheet closes as a menu does: by Esc and by a press outside

const closeSheets = (except, focus = false) => {
  const open = [...document.querySelectorAll("details.drop[open]")].filter((sheet) => !sheet.contains(except));
  open.forEach((sheet) => {
    sheet.open = false;
    if (focus) sheet.querySelector("summary").focus();
  });
  return open.length > 0;
};
document.addEventListener("click", ({ target }) => closeSheets(target));

// ---- Enter on exactly one hit opens it

document.addEventListener("submit", (event) => {
  if (event.target.id !== "find") return;
  const found = document.getElementById("found");
  if (found?.dataset.total !== "1" || found.dataset.query !== event.target.elements.q.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.querySelector("#rows .name")?.click();
}, true);

// ---- A form that was changed: a switch of language takes it along, leaving the page asks first

let changed = null;
let mayLeave = false;

const noteChange = ({ target }) => {
  const form = target.form;
  if (form?.method !== "post" || !form.closest("main") || form.querySelector("[type=password]")) return;
  changed = form;
};
document.addEventListener("input", noteChange);
document.addEventListener("change", noteChange);

// htmx changed the address: a switch of language returns to it, not to the one that the page was loaded from.
let movedTo = null;
document.addEventListener("htmx:replacedInHistory", () => { movedTo = location.pathname.slice(base.length) + location.search; });

document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[href^='mailto:'], a[download]")) {
    mayLeave = true;
    setTimeout(() => { mayLeave = false; }, 500);
  }
  const button = event.target.closest?.("[data-switch]");
  if (!button) return;
  button.removeAttribute("form");
  button.removeAttribute("formaction");
  if (movedTo) button.form.elements.return_to.value = movedTo;
  if (!changed?.isConnected || changed.enctype.startsWith("multipart")) return;
  changed.id ||= "changed";
  button.setAttribute("form", changed.id);
  button.formNoValidate = true;
  const to = new URL(button.dataset.switch, location);
  to.searchParams.set("of", new URL(changed.action).pathname.slice(base.length));
  if (movedTo) to.searchParams.set("return_to", movedTo);
  button.setAttribute("formaction", to.pathname + to.search);
}, true);

// The switch loads the whole page, also with a form that htmx would send.
document.addEventListener("submit", (event) => {
  if (!event.submitter?.matches("[data-switch]")) return;
  event.stopImmediatePropagation();
  mayLeave = true;
}, true);

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) mayLeave = true;
});
addEventListener("pageshow", () => { mayLeave = false; });
addEventListener("beforeunload", (event) => {
  if (changed?.isConnected && !mayLeave) event.preventDefault();
});

// ---- Shortcuts, listed and switched off at /help/keys

const rows = () => [...document.querySelectorAll("#main tr[data-id]")];
const rowOf = (element) => element?.closest("tr[data-id]");

const move = (step) => {
  const all = rows();
  const at = all.indexOf(rowOf(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.querySelector("a")?.focus();
};

const shortcuts = {
  // The customer list has a search of its own, which shows its results while one types.
  "/": () => {
    const box = document.querySelector("#find #q") ?? document.getElementById("everywhere");
    const isHidden = box && !box.checkVisibility();
    if (isHidden) location.href = `${base}/search`;
    else { box?.focus(); box?.select(); }
    return box;
  },
  "?": () => { location.href = `${base}/help/keys`; return true; },
  j: () => move(1),
  k: () => move(-1),
  o: () => rowOf(document.activeElement)?.querySelector(".name")?.click(),
  x: () => rowOf(document.activeElement)?.querySelector(".tick input")?.click(),
  // Hidden without a selection, and then it takes no focus.
  b: () => document.querySelector("#bulk button[name=act]")?.focus(),
  e: () => {
    const expander = rowOf(document.activeElement)?.querySelector(".expander");
    expander?.focus();   // it has an id, so the focus survives the swap
    expander?.click();
  },
};

const keysAreOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };

const leaveSearch = (box) => {
  if (box.value === "") return box.blur();
  box.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (key === "Escape" && closeSheets(null, true)) return;
  if (key === "Escape" && target.type === "search") {
    event.preventDefault();
    return leaveSearch(target);
  }
  if (typing(target) || keysAreOff() || !Object.hasOwn(shortcuts, key)) return;
  if (document.querySelector(":popover-open")) return;
  event.preventDefault();
  shortcuts[key]();
});

// ---- The switch for them: <div data-keys> with two buttons, value on and off

const showKeys = (box) => {
  box.querySelectorAll("button").forEach((button) =>
    button.setAttribute("aria-pressed", String((button.value === "off") === keysAreOff())));
};
document.querySelectorAll("[data-keys]").forEach((box) => {
  showKeys(box);
  box.addEventListener("click", (event) => {
    if (!event.target.value) return;
    try { localStorage.setItem("keys", event.target.value); } catch { /* private window: stays as it is */ }
    showKeys(box);
  });
});

// ---- The message of a request: is the personal link still in it? The mail program gets what is typed now

const message = document.querySelector("textarea[data-link]");

const linkState = () => {
  const there = message.value.includes(message.dataset.link);
  document.querySelector("[data-link-there]").hidden = !there;
  document.querySelector("[data-link-missing]").hidden = there;
};

const mailAddress = () => {
  const field = (id) => encodeURIComponent(document.getElementById(id).value);
  const body = encodeURIComponent(message.value.replace(/\r?\n/g, "\r\n"));
  const address = `mailto:${field("recipient").replace("%40", "@")}?subject=${field("subject")}&body=${body}`;
  const link = document.querySelector("[data-mailto]");
  link.hidden = address.length > 2000;   // as in draft.rs: Windows cuts longer ones off
  document.getElementById("mailto-long").hidden = !link.hidden;
  if (!link.hidden) link.href = address;
};

if (message) {
  message.form.addEventListener("input", () => { linkState(); mailAddress(); });
  document.querySelector("[data-put-back]").addEventListener("click", (event) => {
    event.preventDefault();
    // Before the last paragraph, which is the signature.
    const paragraphs = message.value.trim().split(/\n{2,}/);
    paragraphs.splice(paragraphs.length > 1 ? -1 : 1, 0, message.dataset.link);
    message.value = paragraphs.join("\n\n").trimStart();
    message.dispatchEvent(new Event("input", { bubbles: true }));
    message.focus();
  });
}

// ---- The bell: the number of unread notifications comes over a stream, while the page is visible: browsers allow few
// connections to a host. Without a stream, the next page has the number

const bell = document.getElementById("bell");
let stream = null;

const listen = () => {
  if (!bell || document.visibilityState !== "visible") {
    stream?.close();
    stream = null;
  } else if (!stream || stream.readyState === EventSource.CLOSED) {
    stream = new EventSource(`${base}/notifications/events`);
    stream.addEventListener("unread", showUnread);
  }
};

const showUnread = ({ data }) => {
  const { number, label } = JSON.parse(data);
  const badge = bell.querySelector(".badge");
  if (badge.textContent === number && bell.getAttribute("aria-label") === label) return;
  if (Number.parseInt(number || 0, 10) >= Number.parseInt(badge.textContent || 0, 10)) say(label);
  bell.setAttribute("aria-label", label);
  badge.textContent = number;
  badge.hidden = number === "";
};

// Not while the page still loads, nor for a page that is left immediately.
setTimeout(listen, 2000);
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => { stream?.close(); stream = null; });
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); });
