package dev.postern.protocol.imap;

import dev.postern.protocol.imap.Response.Body;
import dev.postern.protocol.mail.HeaderBlock;
import dev.postern.protocol.wire.Sink;
import dev.postern.protocol.wire.WireInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Reads one FETCH response, its items in any order, the body straight into a sink.
///
/// Confined to one thread; one is made for each response.
final class FetchReader {

    /// Opens a place for a body.
    interface Bodies {

        /// A body begins.
        ///
        /// @param uid the UID of its message, if it came before
        Sink begin(OptionalLong uid, long announced) throws IOException;
    }

    private final WireInput input;
    private final Lexer lexer;
    private final Bodies bodies;

    private OptionalLong uid = OptionalLong.empty();
    private Optional<Instant> internalDate = Optional.empty();
    private Set<String> flags = Set.of();
    private long sizeHint;
    private Body body = new Body.Absent();
    private Optional<HeaderBlock> header = Optional.empty();

    FetchReader(WireInput input, Lexer lexer, Bodies bodies) {
        this.input = input;
        this.lexer = lexer;
        this.bodies = bodies;
    }

    /// Reads from the opening parenthesis to the end of the line.
    Response.Fetch read() throws IOException {
        lexer.take('(');
        lexer.spaces();
        while (!lexer.took(')')) {
            item(lexer.item().toUpperCase(Locale.ROOT));
            if (lexer.peek() != ')') {
                // Items that are not parted are what follows a literal that fell short of its
                // announced length and has swallowed the beginning of the next response.
                lexer.take(' ');
            }
            lexer.spaces();
        }
        lexer.end();
        return new Response.Fetch(uid, internalDate, flags, sizeHint, body, header);
    }

    private void item(String name) throws IOException {
        lexer.take(' ');
        lexer.spaces();
        switch (name) {
            case "UID" -> {
                if (uid.isPresent()) {
                    throw lexer.complaint("sent two UIDs for one message");
                }
                uid = OptionalLong.of(uid());
            }
            case "FLAGS" -> flags = lexer.words();
            case "INTERNALDATE" -> internalDate = InternalDate.parse(lexer.string());
            case "RFC822.SIZE" -> sizeHint = lexer.number();
            case "BODY[]", "RFC822" -> body();
            default -> other(name);
        }
    }

    private void other(String name) throws IOException {
        if (name.startsWith("BODY[HEADER")) {
            header = Optional.of(HeaderBlock.of(beginning()));
            return;
        }
        lexer.skip();
        if (name.startsWith("BODY[]<")) {
            oneBody(new Body.Nothing("a part of the body instead of the whole"));
        }
    }

    /// The octets of a header, as many of them as are worth reading.
    private byte[] beginning() throws IOException {
        return switch (lexer.peek()) {
            case '{' -> cut(lexer.literal());
            case '"' -> input.concealed(lexer::quoted);
            default -> {
                lexer.skip();
                yield new byte[0];
            }
        };
    }

    private byte[] cut(long octets) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        input.transfer(
                octets,
                (bytes, from, count) ->
                        kept.write(
                                bytes,
                                from,
                                Math.min(count, HeaderBlock.OCTETS_MAX - kept.size())));
        return kept.toByteArray();
    }

    private long uid() throws IOException {
        long number = lexer.number();
        if (number < 1 || number > UidSet.UID_MAX) {
            throw lexer.complaint("sent a UID that cannot be one");
        }
        return number;
    }

    private void body() throws IOException {
        switch (lexer.peek()) {
            case '{' -> literal(lexer.literal());
            case '"' -> quoted();
            default -> {
                String word = lexer.string();
                if (!word.isEmpty()) {
                    throw lexer.complaint("sent a body that is no string");
                }
                oneBody(new Body.Nothing("NIL"));
            }
        }
    }

    private void literal(long octets) throws IOException {
        if (octets == 0) {
            oneBody(new Body.Nothing("a body of no octets"));
            return;
        }
        oneBody(new Body.Whole(octets));
        input.transfer(octets, bodies.begin(uid, octets));
    }

    private void quoted() throws IOException {
        byte[] octets = input.concealed(lexer::quoted);
        if (octets.length == 0) {
            oneBody(new Body.Nothing("a body of no octets"));
            return;
        }
        oneBody(new Body.Whole(octets.length));
        bodies.begin(uid, octets.length).write(octets, 0, octets.length);
    }

    private void oneBody(Body next) throws IOException {
        if (!(body instanceof Body.Absent)) {
            throw lexer.complaint("sent two bodies for one message");
        }
        body = next;
    }
}
