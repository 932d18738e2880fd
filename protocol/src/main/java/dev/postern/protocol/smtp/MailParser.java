package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Recipient;
import java.util.Optional;

/// Reads MAIL and RCPT (RFC 5321 §4.1.1.2, §4.1.1.3).
final class MailParser {

    private static final String POSTMASTER = "postmaster";

    private final String name;

    MailParser(String name) {
        this.name = name;
    }

    ServerCommand mail(String rest, boolean extended) {
        Optional<Path> path = after("FROM:", rest).flatMap(Path::of);
        if (path.isEmpty()) {
            return bad(Replies.syntax("It is MAIL FROM:<address>"));
        }
        try {
            MailParameters given =
                    MailParameters.of(Parameters.read(path.get().parameters(), extended));
            String address = path.get().address();
            Optional<AddrSpec> sender = AddrSpec.parse(address);
            if (sender.isEmpty() && !address.isEmpty()) {
                return bad(ServerReply.of(553, "5.1.7", "That is not a sender's address"));
            }
            return sender.filter(AddrSpec::needsUtf8).isPresent() && !given.options().utf8()
                    ? bad(Replies.NOT_ASCII)
                    : new ServerCommand.Mail(sender, given.options(), given.size());
        } catch (BadParameterException e) {
            return bad(e.reply());
        }
    }

    ServerCommand rcpt(String rest, boolean extended) {
        Optional<Path> path = after("TO:", rest).flatMap(Path::of);
        if (path.isEmpty()) {
            return bad(Replies.syntax("It is RCPT TO:<address>"));
        }
        String address = path.get().address();
        Optional<AddrSpec> recipient =
                AddrSpec.parse(
                        address.equalsIgnoreCase(POSTMASTER) ? address + "@" + name : address);
        if (recipient.isEmpty()) {
            return bad(ServerReply.of(553, "5.1.3", "That is not a recipient's address"));
        }
        try {
            RcptParameters given =
                    RcptParameters.of(Parameters.read(path.get().parameters(), extended));
            return new ServerCommand.Rcpt(
                    new Recipient(recipient.get(), given.wishes(), given.original()));
        } catch (BadParameterException e) {
            return bad(e.reply());
        }
    }

    private static Optional<String> after(String keyword, String rest) {
        return rest.regionMatches(true, 0, keyword, 0, keyword.length())
                ? Optional.of(rest.substring(keyword.length()).strip())
                : Optional.empty();
    }

    private static ServerCommand bad(ServerReply reply) {
        return new ServerCommand.Bad(reply);
    }
}
