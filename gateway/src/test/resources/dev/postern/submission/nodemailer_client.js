// Hands in a message of a file.
const fs = require("fs");
const nodemailer = require("nodemailer");

const [port, authority, mode, file] = process.argv.slice(2);
const transport = nodemailer.createTransport({
  host: "127.0.0.1",
  port: Number(port),
  secure: mode === "implicit",
  requireTLS: true,
  tls: { ca: fs.readFileSync(authority) },
  auth: { user: "printer1", pass: "secret" },
});
transport
  .sendMail({
    envelope: { from: "scanner@example.cz", to: ["boss@example.cz"] },
    raw: fs.readFileSync(file),
  })
  .then((info) => console.log(info.response));
