"""Sends by Python's own SMTP client: port, CA file, user, password, starttls or implicit, message file.

With one word more it does not try a wrong password before.
"""
import smtplib
import ssl
import sys

port, ca, user, password, way, file = sys.argv[1:7]
context = ssl.create_default_context(cafile=ca)
if way == "implicit":
    session = smtplib.SMTP_SSL("localhost", int(port), context=context, timeout=30)
else:
    session = smtplib.SMTP("localhost", int(port), timeout=30)
    session.starttls(context=context)
session.ehlo()
print("before:", session.mail(user)[0])
if len(sys.argv) == 7:
    try:
        session.login(user, "wrong")
    except smtplib.SMTPAuthenticationError as refusal:
        print("wrong:", refusal.smtp_code)
try:
    session.login(user, password)
except smtplib.SMTPAuthenticationError as refusal:
    print("right:", refusal.smtp_code)
    sys.exit()
session.sendmail(user, ["boss@contoso.com"], open(file, "rb").read(), ["BODY=8BITMIME"])
session.ehlo()
print("again:", "XOAUTH2" if "XOAUTH2" in session.esmtp_features["auth"] else session.esmtp_features)
session.quit()
