// Works on a mailbox by imapflow, which idles and compresses of itself: port, CA file, user, password, starttls or
// implicit. Prints one JSON object.
const fs = require("fs");
const { ImapFlow } = require("imapflow");

const [port, ca, user, password, way] = process.argv.slice(2);
const connect = (pass) =>
  new ImapFlow({
    host: "localhost",
    port: Number(port),
    secure: way === "implicit",
    doSTARTTLS: way === "starttls" ? true : undefined,
    tls: { ca: fs.readFileSync(ca) },
    auth: { user, pass },
    logger: false,
  });

async function refusal() {
  const client = connect("wrong");
  try {
    await client.connect();
    return "";
  } catch (error) {
    return error.serverResponseCode;
  } finally {
    client.close();
  }
}

async function work() {
  const message = "Subject: appended\r\n\r\n" + "0123456789abcde\r\n".repeat(100000);
  const client = connect(password);
  const other = connect(password);
  await client.connect();
  await other.connect();
  await client.mailboxOpen("INBOX");
  const flagged = new Promise((resolve) => client.on("flags", (change) => resolve(change.flags.has("\\Flagged"))));
  const idle = client.idle();
  await other.mailboxOpen("INBOX");
  await other.messageFlagsAdd("1", ["\\Flagged"]);
  const seen = await flagged;
  await other.logout();
  await client.append("INBOX", message);
  await idle;
  const fetched = await client.fetchOne("*", { source: true });
  const result = {
    flagged: seen,
    appended: fetched.source.toString() === message,
    deflated: Boolean(client._deflate),
  };
  await client.logout();
  return result;
}

refusal()
  .then(async (wrong) => console.log(JSON.stringify({ wrong, ...(await work()) })))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
