package dev.postern.delivery.mime;

import dev.postern.delivery.mime.MessageParts.Attachment;
import dev.postern.delivery.mime.MessageParts.Correspondent;
import dev.postern.delivery.mime.MessageParts.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeTokenStream;

/// Takes one message apart, once. Where [PartWalk] says what it could not read and goes on, this
/// one stops: whoever sends on what it found sends nothing else. Confined to one thread.
final class Dissector {

    private static final int TEXT_MAX = 4 << 20;
    private static final int HEADER_MAX = 512 * 1024;
    private static final int ATTACHMENTS_MAX = 500;

    private static final Set<String> ENCODINGS =
            Set.of("7bit", "8bit", "binary", "quoted-printable", "base64");

    private final Path temporary;
    private final Problems problems = new Problems();
    private final MimeTokenStream tokens = Mime.tokens(problems);
    private final Shape shape;
    private final List<MessageParts.Field> fields = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Found> texts = new ArrayList<>();
    private long headerOctets;

    /// A text of the message.
    ///
    /// @param alternatives the multipart that holds its other forms
    private record Found(String type, String text, int alternatives) {}

    /// Something stands in the way.
    private static final class ImpossibleException extends Exception {

        private static final long serialVersionUID = 1L;

        ImpossibleException(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    Dissector(Path temporary, boolean report) {
        this.temporary = temporary;
        this.shape = new Shape(report);
    }

    Dissection dissect(InputStream message) throws IOException {
        boolean whole = false;
        try {
            tokens.parse(message);
            Head head = head();
            parts();
            checkTexts();
            whole = true;
            return new Dissection.Whole(
                    new MessageParts(head, text("text/plain"), text("text/html"), attachments));
        } catch (ImpossibleException e) {
            return new Dissection.Impossible(e.reason());
        } catch (MimeException | RuntimeException e) {
            return new Dissection.Impossible("cannot be read: " + dev.postern.delivery.Words.of(e));
        } finally {
            if (!whole) {
                new MessageParts(
                                new Head(List.of(), List.of(), List.of(), List.of(), "", List.of()),
                                Optional.empty(),
                                Optional.empty(),
                                attachments)
                        .close();
            }
        }
    }

    private EntityState next() throws MimeException, IOException, ImpossibleException {
        EntityState state = tokens.next();
        if (state == EntityState.T_FIELD) {
            headerOctets += tokens.getField().getRaw().length();
            if (headerOctets > HEADER_MAX) {
                throw new ImpossibleException("has headers of more than " + HEADER_MAX + " octets");
            }
        }
        return state;
    }

    private Head head() throws MimeException, IOException, ImpossibleException {
        String[] addresses = {"", "", "", ""};
        String subject = "";
        EntityState state = next();
        while (state == EntityState.T_START_HEADER || state == EntityState.T_FIELD) {
            if (state == EntityState.T_FIELD) {
                Field field = tokens.getField();
                String value = HeaderText.of(field, problems);
                fields.add(new MessageParts.Field(field.getName(), value));
                int index = List.of("from", "reply-to", "to", "cc").indexOf(lower(field));
                if (index >= 0) {
                    addresses[index] +=
                            (addresses[index].isEmpty() ? "" : ", ") + HeaderText.undecoded(field);
                } else if (lower(field).equals("subject")) {
                    subject = value;
                }
            }
            state = next();
        }
        return new Head(
                correspondents(addresses[0]),
                correspondents(addresses[1]),
                correspondents(addresses[2]),
                correspondents(addresses[3]),
                subject,
                fields);
    }

    private static String lower(Field field) {
        return field.getName().toLowerCase(java.util.Locale.ROOT);
    }

    private List<Correspondent> correspondents(String value) throws ImpossibleException {
        int known = problems.list().size();
        List<Mailbox> mailboxes = Addresses.in(value, problems);
        if (problems.list().size() > known) {
            throw new ImpossibleException("has addresses that cannot be read");
        }
        return mailboxes.stream()
                .map(one ->
                        new Correspondent(
                                one.getAddress(), one.getName() == null ? "" : one.getName()))
                .toList();
    }

    private void parts() throws MimeException, IOException, ImpossibleException {
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM) {
            if (state == EntityState.T_START_MULTIPART) {
                stopIf(shape.enter(Part.of(tokens.getBodyDescriptor(), problems).type()));
            } else if (state == EntityState.T_END_MULTIPART) {
                shape.leave();
            } else if (state == EntityState.T_BODY) {
                leaf();
            }
            state = next();
        }
    }

    private static void stopIf(Optional<String> obstacle) throws ImpossibleException {
        if (obstacle.isPresent()) {
            throw new ImpossibleException(obstacle.get());
        }
    }

    private void leaf() throws IOException, ImpossibleException {
        int known = problems.list().size();
        Part part = Part.of(tokens.getBodyDescriptor(), problems);
        String encoding = tokens.getBodyDescriptor().getTransferEncoding();
        if (!ENCODINGS.contains(encoding.toLowerCase(java.util.Locale.ROOT))) {
            throw new ImpossibleException("has a part in the unknown encoding " + encoding);
        }
        if (part.isText()) {
            text(part, known);
        } else {
            stopIf(shape.obstacle(part));
            attach(part);
        }
        if (problems.list().size() > known) {
            throw new ImpossibleException(
                    "has a part that cannot be read: " + problems.list().getLast());
        }
    }

    private void text(Part part, int known) throws IOException, ImpossibleException {
        if (problems.list().size() > known) {
            throw new ImpossibleException("has a text in a charset that cannot be read");
        }
        CharsetDecoder decoder =
                part.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        StringBuilder text = new StringBuilder();
        try {
            InputStreamReader reader =
                    new InputStreamReader(
                            new Forgiving(
                                    tokens.getDecodedInputStream(),
                                    e -> problems.add(String.valueOf(e.getMessage()))),
                            decoder);
            char[] chunk = new char[8 * 1024];
            for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
                text.append(chunk, 0, n);
                if (text.length() > TEXT_MAX) {
                    throw new ImpossibleException(
                            "has a text of more than " + TEXT_MAX + " characters");
                }
            }
        } catch (CharacterCodingException _) {
            throw new ImpossibleException(
                    "has a text whose charset is not " + part.charset() + ", as it says");
        }
        if (!text.isEmpty()) {
            texts.add(new Found(part.type(), text.toString(), shape.alternatives()));
        }
    }

    private void attach(Part part) throws IOException, ImpossibleException {
        if (attachments.size() == ATTACHMENTS_MAX) {
            throw new ImpossibleException("has more than " + ATTACHMENTS_MAX + " attachments");
        }
        String id = part.contentId().strip().replaceAll("^<|>$", "");
        Path file = Files.createTempFile(temporary, "part-", ".bin");
        // At first without a size: should the disk be full, its file is known, and deleted.
        attachments.add(new Attachment(name(part), part.type(), id, false, file, 0));
        long size;
        try (OutputStream out = Files.newOutputStream(file)) {
            size =
                    new Forgiving(
                                    tokens.getDecodedInputStream(),
                                    e -> problems.add(String.valueOf(e.getMessage())))
                            .transferTo(out);
        }
        boolean inline =
                !id.isEmpty()
                        && (part.disposition().equals("inline")
                                || shape.within("multipart/related"));
        attachments.set(
                attachments.size() - 1,
                new Attachment(name(part), part.type(), id, inline, file, size));
    }

    private String name(Part part) {
        if (!part.name().isBlank()) {
            return part.name();
        }
        String subtype = part.type().substring(part.type().indexOf('/') + 1);
        return switch (part.type()) {
            case "message/rfc822" -> "message.eml";
            case "text/plain", "text/rfc822-headers", "message/delivery-status" ->
                    subtype.replace("plain", "text") + ".txt";
            default ->
                    "attachment-"
                            + (attachments.size() + 1)
                            + (subtype.matches("[a-z0-9]{2,5}") ? "." + subtype : "");
        };
    }

    private void checkTexts() throws ImpossibleException {
        for (String type : List.of("text/plain", "text/html")) {
            if (texts.stream().filter(one -> one.type().equals(type)).count() > 1) {
                throw new ImpossibleException("has several texts (" + type + ")");
            }
        }
        boolean apart =
                texts.size() == 2
                        && (texts.getFirst().alternatives() == 0
                                || texts.getFirst().alternatives()
                                        != texts.getLast().alternatives());
        if (apart) {
            throw new ImpossibleException("has two texts that are no alternatives to each other");
        }
    }

    private Optional<String> text(String type) {
        return texts.stream().filter(one -> one.type().equals(type)).map(Found::text).findFirst();
    }
}
