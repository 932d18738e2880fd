package dev.postern.app;

import dev.postern.compose.Attachment;
import dev.postern.compose.CanonicalInput;
import dev.postern.compose.Composer;
import dev.postern.compose.Correspondent;
import dev.postern.compose.Draft;
import dev.postern.compose.HeaderRecipients;
import dev.postern.control.Outgoing;
import dev.postern.control.UnusableException;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A message that is sent by hand, on the disk, with its envelope. For one thread.
///
/// @param file deleted by [#close]
record OutgoingMail(Path file, Envelope envelope) implements AutoCloseable {

    /// RFC 5322 sets no bound; nobody writes so many addresses by hand.
    private static final int HEADER_MAX = 1 << 20;

    /// Writes a message down.
    ///
    /// @throws UnusableException if it has no sender or no recipient, or something is not what it
    ///   should be
    static OutgoingMail write(
            Outgoing message, Path folder, InstantSource clock, RandomGenerator random)
            throws IOException {
        Path file = Files.createTempFile(folder, "send-", ".eml");
        try {
            Envelope envelope =
                    switch (message) {
                        case Outgoing.Composed composed -> compose(composed, file, clock, random);
                        case Outgoing.Whole whole -> copy(whole, file);
                    };
            return new OutgoingMail(file, envelope);
        } catch (IllegalArgumentException e) {
            Files.deleteIfExists(file);
            throw new UnusableException("The message cannot be sent: " + e.getMessage() + ".");
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Envelope compose(
            Outgoing.Composed composed, Path file, InstantSource clock, RandomGenerator random)
            throws IOException {
        Correspondent from = people(List.of(composed.from())).getFirst();
        Draft draft =
                new Draft(
                        from,
                        new Draft.Recipients(
                                people(composed.people().to()),
                                people(composed.people().copies()),
                                people(composed.people().hidden())),
                        people(composed.people().replyTo()),
                        composed.subject(),
                        new Draft.Texts(composed.text(), composed.html()),
                        attachments(composed.attachments()),
                        fields(composed.headers()));
        String id =
                "<%016x%016x@%s>"
                        .formatted(random.nextLong(), random.nextLong(), from.address().domain());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new Composer(random).write(draft, clock.instant(), id, out);
        }
        Set<AddrSpec> recipients = new LinkedHashSet<>();
        draft.recipients().all().forEach(one -> recipients.add(one.address()));
        return envelope(sender(composed.sender(), Optional.of(from.address())), recipients);
    }

    private static List<Correspondent> people(List<String> texts) throws UnusableException {
        List<Correspondent> all = new ArrayList<>();
        for (String text : texts) {
            all.addAll(
                    Correspondent.parse(text)
                            .orElseThrow(() ->
                                    new UnusableException(
                                            "'%s' is no address. Write anna@example.cz, or 'Anna <anna@example.cz>'; several are separated by commas."
                                                    .formatted(text))));
        }
        return all;
    }

    private static List<Attachment> attachments(List<Path> files) throws UnusableException {
        List<Attachment> attachments = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new UnusableException("There is no readable file %s.".formatted(file));
            }
            String name = file.getFileName().toString();
            String type = URLConnection.guessContentTypeFromName(name);
            attachments.add(
                    new Attachment(
                            name,
                            type == null ? "application/octet-stream" : type,
                            Optional.empty(),
                            () -> Files.newInputStream(file)));
        }
        return attachments;
    }

    private static List<Draft.Field> fields(List<String> headers) throws UnusableException {
        List<Draft.Field> fields = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new UnusableException(
                        "'%s' is no header field. Write 'X-Name: value'.".formatted(header));
            }
            fields.add(
                    new Draft.Field(
                            header.substring(0, colon), header.substring(colon + 1).strip()));
        }
        return fields;
    }

    private static Envelope copy(Outgoing.Whole whole, Path file) throws IOException {
        byte[] header;
        try (InputStream in = new CanonicalInput(whole.message(), whole.dotEnds());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            header = header(in);
            out.write(header);
            in.transferTo(out);
        }
        HeaderRecipients named = HeaderRecipients.of(header);
        Set<AddrSpec> recipients = new LinkedHashSet<>();
        for (String text : whole.recipients()) {
            people(List.of(text)).forEach(one -> recipients.add(one.address()));
        }
        if (whole.fromHeader()) {
            if (!named.unreadable().isEmpty()) {
                throw new UnusableException(
                        "The message names '%s' as a recipient, which is no address. Nothing was sent."
                                .formatted(named.unreadable().getFirst()));
            }
            recipients.addAll(named.recipients());
        }
        return envelope(sender(whole.sender(), named.author()), recipients);
    }

    /// Up to the empty line, and with it.
    private static byte[] header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int fresh = 0; // octets since the last line end
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            header.write(octet);
            if (header.size() > HEADER_MAX) {
                throw new UnusableException(
                        "The header of the message is longer than %d octets. Nothing was sent."
                                .formatted(HEADER_MAX));
            }
            if (octet == '\n') {
                if (fresh == 1) {
                    break;
                }
                fresh = 0;
            } else {
                fresh++;
            }
        }
        return header.toByteArray();
    }

    private static Optional<AddrSpec> sender(Optional<String> given, Optional<AddrSpec> author)
            throws UnusableException {
        if (given.isEmpty()) {
            if (author.isEmpty()) {
                throw new UnusableException(
                        "The message has no address in From, and -f names none. Nothing was sent.");
            }
            return author;
        }
        String text = given.get();
        if (text.isEmpty() || text.equals("<>")) {
            return Optional.empty();
        }
        return Optional.of(people(List.of(text)).getFirst().address());
    }

    private static Envelope envelope(Optional<AddrSpec> sender, Set<AddrSpec> recipients)
            throws UnusableException {
        if (recipients.isEmpty()) {
            throw new UnusableException(
                    "The message has no recipient. Name one with --to, as an argument, or, with -t, in its header.");
        }
        boolean utf8 =
                sender.map(AddrSpec::needsUtf8).orElse(false)
                        || recipients.stream().anyMatch(AddrSpec::needsUtf8);
        return new Envelope(
                sender,
                recipients.stream().map(Recipient::of).toList(),
                new Envelope.Options(Optional.empty(), Optional.empty(), true, utf8));
    }

    long size() throws IOException {
        return Files.size(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
