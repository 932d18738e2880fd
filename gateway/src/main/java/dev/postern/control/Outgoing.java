package dev.postern.control;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A message that somebody on this machine wants to send.
public sealed interface Outgoing {

    /// Made of its parts. Addresses are as people write them: `Anna <anna@example.cz>`.
    ///
    /// @param sender the reverse-path; empty for the address of `from`
    /// @param headers further header fields, `Name: value`
    record Composed(
            String from,
            Optional<String> sender,
            People people,
            String subject,
            Optional<String> text,
            Optional<String> html,
            List<Path> attachments,
            List<String> headers)
            implements Outgoing {

        public Composed {
            attachments = List.copyOf(attachments);
            headers = List.copyOf(headers);
        }
    }

    /// To whom; each item may hold several, separated by commas.
    record People(List<String> to, List<String> copies, List<String> hidden, List<String> replyTo) {

        public People {
            to = List.copyOf(to);
            copies = List.copyOf(copies);
            hidden = List.copyOf(hidden);
            replyTo = List.copyOf(replyTo);
        }
    }

    /// A whole message, as `sendmail` takes it.
    ///
    /// @param message its header and body; lines may end with LF alone
    /// @param sender the reverse-path, `<>` for the null one; empty for the address in From
    /// @param recipients of the envelope
    /// @param fromHeader whether those in To, Cc and Bcc are recipients as well
    /// @param dotEnds whether a line that is only a dot ends the message
    record Whole(
            InputStream message,
            Optional<String> sender,
            List<String> recipients,
            boolean fromHeader,
            boolean dotEnds)
            implements Outgoing {

        public Whole {
            recipients = List.copyOf(recipients);
        }
    }
}
