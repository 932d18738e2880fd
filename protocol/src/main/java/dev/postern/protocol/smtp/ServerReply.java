package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a server answers to a command (RFC 5321 §4.2).
///
/// The text may come from anywhere: what is not printable ASCII goes over the wire as `?`, and a
/// line too long for a reply (RFC 5321 §4.5.3.1.5) is cut.
///
/// @param code three digits
/// @param status goes before the text of every line (RFC 2034 §3); absent where it has no place: in
///   greetings, in the reply to EHLO, and in replies that ask for more
/// @param lines at least one
public record ServerReply(int code, Optional<EnhancedStatus> status, List<String> lines) {

    private static final int CLOSING = 421;
    private static final int CODE_MIN = 200;
    private static final int CODE_MAX = 599;

    /// RFC 5321 §4.5.3.1.5 has 512 for the whole line.
    private static final int TEXT_MAX = 480;

    public ServerReply {
        lines = List.copyOf(lines);
        if (code < CODE_MIN || code > CODE_MAX || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " " + lines);
        }
    }

    /// A reply of one line.
    ///
    /// @param status three numbers, as in `5.7.1`
    public static ServerReply of(int code, String status, String text) {
        EnhancedStatus parsed =
                EnhancedStatus.parse(status)
                        .orElseThrow(() -> new IllegalArgumentException("no status: " + status));
        return new ServerReply(code, Optional.of(parsed), List.of(text));
    }

    /// A reply of one line without status.
    static ServerReply plain(int code, String text) {
        return new ServerReply(code, Optional.empty(), List.of(text));
    }

    /// Whether what was asked for has been done.
    public boolean positive() {
        return code / 100 == 2;
    }

    /// Whether the connection ends with it (RFC 5321 §3.8).
    public boolean closes() {
        return code == CLOSING;
    }

    /// As it goes over the wire.
    byte[] octets() {
        return wireLines().stream()
                .collect(Collectors.joining("\r\n", "", "\r\n"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The lines that go over the wire, without CRLF.
    List<String> wireLines() {
        List<String> wire = new ArrayList<>(lines.size());
        for (String text : lines) {
            StringBuilder line = new StringBuilder();
            line.append(code).append(wire.size() == lines.size() - 1 ? ' ' : '-');
            status.ifPresent(known -> line.append(known).append(' '));
            appendText(line, text);
            wire.add(line.toString());
        }
        return wire;
    }

    private static void appendText(StringBuilder wire, String text) {
        int length = Math.min(text.length(), TEXT_MAX);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            wire.append(c >= ' ' && c < 0x7f ? c : '?');
        }
    }

    /// For people: the code, the status and the text, on one line.
    @Override
    public String toString() {
        return code + " " + status.map(known -> known + " ").orElse("") + String.join(" / ", lines);
    }
}
