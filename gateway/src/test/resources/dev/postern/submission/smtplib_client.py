"""Hands in a message of a file, then one that needs SMTPUTF8, on one connection."""

import smtplib
import ssl
import sys
from email.message import EmailMessage

port, authority, mode, file = sys.argv[1:]
context = ssl.create_default_context(cafile=authority)
if mode == "implicit":
    server = smtplib.SMTP_SSL("127.0.0.1", int(port), context=context)
else:
    server = smtplib.SMTP("127.0.0.1", int(port))
    server.starttls(context=context)
with server:
    server.login("printer1", "secret")
    with open(file, "rb") as message:
        server.sendmail(
            "scanner@example.cz",
            ["boss@example.cz"],
            message.read(),
            mail_options=["BODY=8BITMIME"],
        )
    international = EmailMessage()
    international["From"] = "skener@example.cz"
    international["To"] = "šéf@example.cz"
    international["Subject"] = "příliš"
    international.set_content("žluťoučký")
    server.send_message(international)
