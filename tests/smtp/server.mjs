// A real mail server (npm's smtp-server) on a loopback port, for tests/portal/mail_tls.rs: prints its port, then each
// message that it accepts, as one line of JSON each. `node server.mjs implicit|starttls|plain KEY CERTIFICATE`

import { readFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const [mode, key, cert] = process.argv.slice(2);
const say = (words) => process.stdout.write(`${JSON.stringify(words)}\n`);

const server = new SMTPServer({
  secure: mode === "implicit",
  key: readFileSync(key),
  cert: readFileSync(cert),
  disabledCommands: mode === "plain" ? ["AUTH", "STARTTLS"] : [],
  hideSTARTTLS: mode === "plain",
  authOptional: mode === "plain",
  logger: false,
  onAuth({ username, password }, session, answer) {
    const known = session.secure && username === "portal" && password === "a secret";
    return known ? answer(null, { user: username }) : answer(new Error("not you"));
  },
  onData(stream, { secure, tlsOptions, user, envelope }, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      say({ secure, protocol: tlsOptions?.version, user, recipients, message: Buffer.concat(parts).toString() });
      done();
    });
  },
});
server.on("error", ({ message }) => process.stderr.write(`${message}\n`));
const { server: socket } = server;
server.listen(0, "127.0.0.1", () => say({ port: socket.address().port }));

// Stops with the test, however the test ends.
process.stdin.resume().on("end", () => process.exit());
