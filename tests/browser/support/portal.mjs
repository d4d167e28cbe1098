// A separate portal for a test: the sample channel in a new folder, served on a free loopback port.
// For the browser that visits it, see browser.mjs.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const binary = process.env.PORTAL_BINARY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/partner-portal");
const secondsToStart = 120;

/**
 * Starts `partner-portal demo`; returns `url`, `account({role, type})`, `newcomer(email, roles)` and `stop()`. With settings
 * (named as in the environment), the same channel is served by `serve`, because `demo` ignores settings. Settings that
 * depend on the URL are a function of it.
 */
export async function startPortal(settings) {
  const data = await mkdtemp(join(tmpdir(), "portal-"));
  let child = spawn(binary, ["demo", "--listen", "127.0.0.1:0", "--json", "--data", data], {
    cwd: data,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  process.once("exit", () => child.kill("SIGKILL"));

  const stop = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { url, accounts } = JSON.parse(await firstLine(child, said));
    if (settings) {
      await ended(child);
      child = spawn(binary, ["serve", "--listen", new URL(url).host], {
        cwd: data,
        env: { ...operator(data), PORTAL_REQUIRE_MFA: "off", ...(settings.call ? settings(url.replace(/\/$/, "")) : settings) },
        stdio: "ignore",
      });
      await answers(url);
    }
    return {
      url: url.replace(/\/$/, ""),
      account: (wanted) => find(accounts, wanted),
      newcomer: (email, roles) => addPerson(data, accounts[0].mpn_id, email, roles),
      stop,
    };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** Adds a user with a temporary password, and returns {email, password}. `roles` are separated by commas. */
async function addPerson(data, partner, email, roles = "sales-agent") {
  const words = ["user", "add", "--partner", partner, "--email", email, "--name", "Newcomer", "--roles", roles];
  const { stdout } = await promisify(execFile)(binary, words, { cwd: data, env: operator(data) });
  return { email, password: stdout.match(/password (\S+)/)[1] };
}

/** The environment of a command on the sample channel in `data`. */
function operator(data) {
  const database = `sqlite://${join(data, "partner-portal.db")}`;
  return { ...environment(), DATABASE_URL: database, PORTAL_SECRET_FILE: join(data, "secret") };
}

async function answers(url) {
  for (let waited = 0; waited < 200; waited += 1) {
    if (await fetch(new URL("/readyz", url)).then((answer) => answer.ok, () => false)) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`${url} does not answer`);
}

/** The environment without settings that would make the portal use another database. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(DATABASE_URL|SMTP_URL|MAIL_FROM|PORTAL_.*)$/.test(name));
  return { ...Object.fromEntries(kept), RUST_LOG: "warn" };
}

function firstLine(child, said) {
  return new Promise((resolve, reject) => {
    const failed = (why) => reject(new Error(`${binary} ${why}\n${said.slice(-20).join("\n")}`));
    const timer = setTimeout(() => failed(`said nothing for ${secondsToStart} s`), secondsToStart * 1000);
    child.once("error", (problem) => failed(`cannot be run: ${problem.message}`));
    child.once("close", (code) => failed(`ended with ${code} before it served`));
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

function find(accounts, { role = "admin-agent", type = "indirect-provider" } = {}) {
  const fits = ({ roles }) => (role === null ? roles.length === 0 : roles.includes(role));
  const found = accounts.find((account) => account.type === type && fits(account));
  if (found) return found;
  const there = accounts.map((account) => `${account.email} (${account.type}: ${account.roles.join(", ")})`);
  throw new Error(`the sample channel has no ${role ?? "person without a role"} of a partner of type ${type}, only:\n${there.join("\n")}`);
}
