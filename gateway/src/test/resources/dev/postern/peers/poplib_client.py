"""Fetches mail by Python's own POP3 client: port, CA file, user, password, starttls or implicit."""
import poplib
import ssl
import sys

port, ca, user, password, way = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)


def connect():
    if way == "implicit":
        return poplib.POP3_SSL("localhost", int(port), context=context, timeout=30)
    session = poplib.POP3("localhost", int(port), timeout=30)
    assert "STLS" in session.capa(), session.capa()
    session.stls(context)
    return session


session = connect()
session.user(user)
try:
    session.pass_("wrong")
except poplib.error_proto as refusal:
    print("wrong:", refusal.args[0].decode().removeprefix("-ERR "))
session.quit()

session = connect()
assert session.capa()["SASL"] == ["PLAIN", "LOGIN"]
session.user(user)
session.pass_(password)
# Now it is the other server that is asked.
assert "SASL" not in session.capa() and "UIDL" in session.capa()
count, _ = session.stat()
print("messages:", count)
print("uidls:", len(session.uidl()[1]))
_, lines, _ = session.retr(1)
print("whole:", len(lines) > 30 and lines[0].startswith(b"From: Request <request-0"))
session.top(1, 0)
session.dele(1)
session.quit()
