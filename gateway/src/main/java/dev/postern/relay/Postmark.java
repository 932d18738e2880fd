package dev.postern.relay;

import dev.postern.account.Peer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// What the relay writes into a header by itself: where the message came from, when, and which it
/// is.
///
/// A Received field names the peer as it called itself and its address, this host, the protocol
/// (RFC 3848) and, as a comment, the version of TLS (RFC 5321 §4.4). It names neither the account,
/// which is half of a password, nor the recipients, who need not know of each other; the queue's
/// history has both. Immutable; safe for use by many threads.
final class Postmark {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final char[] LETTERS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int RANDOM_OCTETS = 16;
    private static final int HELLO_MAX = 255;

    private final String host;
    private final String by;
    private final byte[] own;

    /// @param host this machine's name, as it greets
    Postmark(String host) {
        this.host = host;
        this.by = "by " + host + " (Postern) ";
        this.own = by.getBytes(StandardCharsets.US_ASCII);
    }

    /// A Received field with its line ends.
    String received(Peer peer, Instant at) {
        StringBuilder field = new StringBuilder(200).append("Received: ");
        if (peer.hello().isPresent() || !peer.address().isLoopbackAddress()) {
            field.append("from ")
                    .append(peer.hello().filter(Postmark::isName).orElse("unknown"))
                    .append(" (")
                    .append(literal(peer.address()))
                    .append(")\r\n\t");
        }
        field.append(by).append("with ").append(peer.protocol());
        peer.tls().ifPresent(version -> field.append(" (").append(version).append(')'));
        return field.append(";\r\n\t").append(date(at)).append("\r\n").toString();
    }

    /// What a peer calls itself is let through only if it looks like a domain or an address.
    private static boolean isName(String hello) {
        for (int i = 0; i < hello.length(); i++) {
            char c = hello.charAt(i);
            boolean fine =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!fine && ".-_:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return !hello.isEmpty() && hello.length() <= HELLO_MAX;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }

    /// As in a Date field (RFC 5322 §3.3).
    static String date(Instant at) {
        return DATE.format(at);
    }

    /// A Message-ID that nobody has used (RFC 5322 §3.6.4).
    String messageId(RandomGenerator random) {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        StringBuilder id = new StringBuilder(64).append('<');
        for (byte octet : octets) {
            id.append(LETTERS[octet & 31]).append(LETTERS[(octet >> 3) & 31]);
        }
        return id.append('@').append(host).append('>').toString();
    }

    /// Whether this Received field is one of ours.
    boolean isOwn(byte[] octets, int from, int to) {
        for (int at = from; at + own.length <= to; at++) {
            if (octets[at] == 'b'
                    && Arrays.equals(octets, at, at + own.length, own, 0, own.length)) {
                return true;
            }
        }
        return false;
    }
}
