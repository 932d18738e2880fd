package dev.postern.delivery.mime;

import dev.postern.delivery.Parcel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeTokenStream;

/// What a message says about itself in its first lines.
///
/// @param sender the first address of the From field, empty if there is none that can be read
/// @param subject decoded, on one line, empty if there is none
/// @param problems what could not be read
public record Letterhead(String sender, String subject, List<String> problems) {

    public Letterhead {
        problems = List.copyOf(problems);
    }

    /// Reads the header block, however broken it is.
    ///
    /// @throws IOException if the queue could not give the message
    public static Letterhead read(Parcel parcel) throws IOException {
        try (InputStream message = parcel.open()) {
            Letterhead letterhead = read(message);
            if (parcel.readFailure().isPresent()) {
                throw parcel.readFailure().get();
            }
            return letterhead;
        }
    }

    /// Reads the header block of a message that is at hand.
    public static Letterhead of(byte[] message) {
        return read(new ByteArrayInputStream(message));
    }

    /// Reads the header block; a stream that fails counts as one that ends.
    static Letterhead read(InputStream message) {
        Problems problems = new Problems();
        MimeTokenStream tokens = Mime.tokens(problems);
        tokens.parse(message);
        String sender = "";
        String subject = "";
        try {
            for (EntityState state = tokens.getState();
                    state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM;
                    state = tokens.next()) {
                if (state != EntityState.T_FIELD) {
                    continue;
                }
                Field field = tokens.getField();
                if (sender.isEmpty() && field.getName().equalsIgnoreCase("From")) {
                    sender = address(HeaderText.undecoded(field), problems);
                } else if (subject.isEmpty() && field.getName().equalsIgnoreCase("Subject")) {
                    subject = HeaderText.of(field, problems);
                }
            }
        } catch (MimeException | IOException | RuntimeException e) {
            problems.add("the header block cannot be read to its end: " + e.getMessage());
        }
        return new Letterhead(sender, subject, problems.list());
    }

    private static String address(String from, Problems problems) {
        List<Mailbox> mailboxes = Addresses.in(from, problems);
        return mailboxes.isEmpty() ? "" : mailboxes.getFirst().getAddress();
    }
}
