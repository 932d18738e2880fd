package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.Wait;
import dev.postern.protocol.wire.WireInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the responses of a server, one at a time (RFC 3501 §7). Confined to one thread.
final class ResponseReader {

    /// Longer than what any server sends outside of literals and SEARCH.
    private static final int LINE_MAX = 64 * 1024;

    /// More messages than any mailbox has.
    static final int HITS_MAX = 10_000_000;

    private static final int FIELDS_MAX = 64;

    private final WireInput input;
    private final Lexer lexer;
    private final String peer;

    ResponseReader(WireInput input, String peer) {
        this.input = input;
        this.lexer = new Lexer(input);
        this.peer = peer;
    }

    /// Reads the next response; a body in it goes where `bodies` says.
    ///
    /// @throws SessionEndedException if it is the bare line of a server that is ill
    Response read(Wait wait, FetchReader.Bodies bodies) throws IOException {
        input.beginLine(wait, LINE_MAX);
        return switch (lexer.peek()) {
            case '*' -> {
                lexer.take('*');
                lexer.take(' ');
                yield untagged(bodies);
            }
            case '+' -> {
                lexer.take('+');
                lexer.took(' ');
                yield new Response.Continue(lexer.text());
            }
            default -> tagged();
        };
    }

    private Response tagged() throws IOException {
        String line = lexer.text();
        String[] words = line.split(" ", 3);
        String status = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        if (!status.equals("OK") && !status.equals("NO") && !status.equals("BAD")) {
            throw stranger(line);
        }
        Status parts = status(words.length == 3 ? words[2] : "");
        return new Response.Tagged(words[0], Completion.of(status, parts.code, parts.text));
    }

    /// Exchange Online says `Server Unavailable. 15` without any tag when it is ill.
    private IOException stranger(String line) {
        return SessionEndedException.mustLeave(line)
                ? SessionEndedException.bye(peer, Optional.empty(), line)
                : lexer.complaint("sent a line that is no response");
    }

    private Response.Untagged untagged(FetchReader.Bodies bodies) throws IOException {
        int first = lexer.peek();
        if (first >= '0' && first <= '9') {
            return numbered(bodies);
        }
        String name = lexer.word().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "OK", "NO", "BAD", "BYE", "PREAUTH" -> {
                Status parts = status(lexer.text());
                yield new Response.Condition(name, parts.code, parts.text);
            }
            case "SEARCH" -> hits();
            case "CAPABILITY" -> new Response.Capable(Capabilities.parse(lexer.text()));
            case "LIST" -> listed();
            case "NAMESPACE" -> new Response.Namespaces(lexer.text().strip());
            case "ID" -> identity();
            case "VANISHED" -> {
                lexer.text();
                yield new Response.Expunged();
            }
            default -> {
                skipLine();
                yield new Response.Other(name);
            }
        };
    }

    private Response.Untagged numbered(FetchReader.Bodies bodies) throws IOException {
        long number = lexer.number();
        lexer.take(' ');
        String name = lexer.word().toUpperCase(Locale.ROOT);
        if (name.equals("FETCH")) {
            lexer.take(' ');
            return new FetchReader(input, lexer, bodies).read();
        }
        lexer.end();
        return switch (name) {
            case "EXISTS" -> new Response.Exists(number);
            case "EXPUNGE" -> new Response.Expunged();
            default -> new Response.Other(name);
        };
    }

    /// A response we do not know may have literals, whose octets must not be taken for responses.
    private void skipLine() throws IOException {
        lexer.spaces();
        while (lexer.peek() != '\r') {
            if (!lexer.took(')')) {
                lexer.skip();
            }
            lexer.spaces();
        }
        lexer.end();
    }

    private record Status(Optional<ResponseCode> code, String text) {}

    /// Reads `[CODE argument] text`. A bracket that comes later is no code.
    private static Status status(String text) {
        String line = text.strip();
        int close = line.startsWith("[") ? line.indexOf(']') : -1;
        if (close < 0) {
            return new Status(Optional.empty(), line);
        }
        String[] code = line.substring(1, close).split(" ", 2);
        String argument = code.length == 2 ? code[1] : "";
        return new Status(
                Optional.of(new ResponseCode(code[0].toUpperCase(Locale.ROOT), argument)),
                line.substring(close + 1).strip());
    }

    /// The line may be megabytes long, so it is neither bounded nor kept.
    private Response.Hits hits() throws IOException {
        input.unboundLine();
        long[] uids = new long[64];
        int count = 0;
        lexer.spaces();
        while (lexer.peek() != '\r' && lexer.peek() != '(') {
            if (count == HITS_MAX) {
                throw lexer.complaint("found more than " + HITS_MAX + " messages");
            }
            if (count == uids.length) {
                uids = Arrays.copyOf(uids, count * 2);
            }
            uids[count] = lexer.number();
            if (uids[count] < 1 || uids[count] > UidSet.UID_MAX) {
                throw lexer.complaint("found a UID that cannot be one");
            }
            count++;
            lexer.spaces();
        }
        skipLine();
        return new Response.Hits(UidSet.of(uids, count));
    }

    private Response.Listed listed() throws IOException {
        lexer.take(' ');
        var attributes = lexer.words();
        lexer.take(' ');
        String delimiter = lexer.string();
        lexer.take(' ');
        String name = MailboxName.decode(lexer.string());
        skipLine();
        return new Response.Listed(new Folder(name, delimiter, attributes));
    }

    private Response.Identity identity() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        lexer.spaces();
        if (lexer.took('(')) {
            lexer.spaces();
            while (!lexer.took(')')) {
                String name = lexer.string();
                lexer.take(' ');
                String value = lexer.string();
                if (fields.size() < FIELDS_MAX) {
                    fields.put(name, Printable.of(value));
                }
                lexer.spaces();
            }
        }
        skipLine();
        return new Response.Identity(fields);
    }
}
