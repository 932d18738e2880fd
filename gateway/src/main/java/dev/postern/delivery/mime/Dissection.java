package dev.postern.delivery.mime;

import dev.postern.delivery.Parcel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// What came of taking a message apart.
public sealed interface Dissection {

    /// All of it is in the parts, which the caller closes.
    record Whole(MessageParts parts) implements Dissection {}

    /// It holds what would be lost: the message can only be sent as it is.
    ///
    /// @param reason what that is, to follow "the message"
    record Impossible(String reason) implements Dissection {}

    /// Takes a message apart.
    ///
    /// @param temporary a folder for attachments
    /// @param report whether messages within it, and what is written for machines, may become files
    ///   beside the text, as in reports that Postern wrote itself
    /// @throws IOException if the queue could not give the message, or a file not be written
    static Dissection of(Parcel parcel, Path temporary, boolean report) throws IOException {
        try (InputStream message = parcel.open()) {
            Dissection dissection = new Dissector(temporary, report).dissect(message);
            if (parcel.readFailure().isPresent()) {
                if (dissection instanceof Whole(MessageParts parts)) {
                    parts.close();
                }
                throw parcel.readFailure().get();
            }
            return dissection;
        }
    }
}
