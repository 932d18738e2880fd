"""Works on a mailbox by Python's own IMAP client: port, CA file, user, password, starttls or implicit."""
import imaplib
import ssl
import sys
import zlib

port, ca, user, password, way = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)


def connect():
    if way == "implicit":
        return imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context, timeout=30)
    session = imaplib.IMAP4("localhost", int(port), timeout=30)
    session.starttls(context)
    return session


session = connect()
assert "AUTH=PLAIN" in session.capabilities, session.capabilities
try:
    session.login(user, "wrong")
except imaplib.IMAP4.error:
    print("wrong: refused")
session.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
session.select()
message = b"Subject: appended\r\n\r\n" + b"0123456789abcde\r\n" * 100_000
session.append("INBOX", None, None, message)
_, data = session.fetch("4", "(BODY.PEEK[])")
print("appended:", data[0][1] == message)

# IDLE is not in this version of the module.
session.send(b"X1 IDLE\r\n")
assert session.readline().startswith(b"+"), "no continuation"
other = connect()
other.login(user, password)
other.select()
other.store("1", "+FLAGS", r"(\Flagged)")
heard = session.readline()
session.send(b"DONE\r\n")
line = heard
while not line.startswith(b"X1 "):
    line = session.readline()
print("idle:", heard.startswith(b"* 1 FETCH") and line.startswith(b"X1 OK"))
other.logout()

# COMPRESS (RFC 4978): from the tagged OK on, all is deflated, without headers.
session.send(b"X2 COMPRESS DEFLATE\r\n")
assert session.readline().startswith(b"X2 OK"), "no COMPRESS"
deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
inflate = zlib.decompressobj(-15)
session.sock.sendall(deflate.compress(b"X3 UID SEARCH ALL\r\n") + deflate.flush(zlib.Z_SYNC_FLUSH))
answer = b""
while b"X3 " not in answer or not answer.endswith(b"\r\n"):
    answer += inflate.decompress(session.sock.recv(4096))
print("deflated:", answer.startswith(b"* SEARCH 1 2 3 4\r\nX3 OK"))
