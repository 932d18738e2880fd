package dev.postern.lab.graph;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.exchange.PostOffice;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Sends a message as a mailbox, to whom the message names. Any thread may call.
final class Sender {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>]+@[^\\s@<>.]+(\\.[^\\s@<>.]+)*");

    private final PostOffice postOffice;
    private final LabLog log;

    Sender(PostOffice postOffice, LabLog log) {
        this.postOffice = postOffice;
        this.log = log;
    }

    /// Sends a message.
    ///
    /// @param keep whether a copy goes to Sent Items
    void send(Visitor visitor, MessageSource message, boolean keep) throws RefusedException {
        Header header = header(message);
        List<String> recipients =
                Stream.of("To", "Cc", "Bcc")
                        .flatMap(name -> Addressees.in(header, name).stream())
                        .toList();
        checkRecipients(recipients);
        String from = Addressees.in(header, "From").stream().findFirst().orElse(visitor.address());
        checkSendAs(visitor, from);
        Exchange.Submission bounds = visitor.mailbox().submission();
        if (message.size() > bounds.octets()) {
            throw new RefusedException(
                    413,
                    "ErrorMessageSizeExceeded",
                    "The message exceeds the maximum supported size.");
        }
        if (recipients.size() > bounds.recipients()) {
            throw invalidRecipients(
                    "A message has at most " + bounds.recipients() + " recipients.");
        }
        MessageSource sent = withoutBcc(header, message, visitor.address());
        postOffice.accept(
                new Outbox.Way(Outbox.Server.GRAPH, visitor.address(), 0, Duration.ZERO),
                Outbox.Envelope.of(from, recipients.stream().distinct().toList()),
                sent);
        if (keep) {
            postOffice.keepSent(visitor.address(), message);
        }
        log.add(LabLog.Source.GRAPH, visitor.address(), "sent from " + from + " to " + recipients);
    }

    private static void checkRecipients(List<String> recipients) throws RefusedException {
        if (recipients.isEmpty()) {
            throw invalidRecipients("A message can't be sent because it contains no recipients.");
        }
        for (String recipient : recipients) {
            if (!ADDRESS.matcher(recipient).matches()) {
                throw invalidRecipients(
                        "Recipient '"
                                + recipient
                                + "' is not resolved. All recipients must be resolved before a message"
                                + " can be submitted.");
            }
        }
    }

    private static void checkSendAs(Visitor visitor, String from) throws RefusedException {
        if (from.equalsIgnoreCase(visitor.address())) {
            return;
        }
        Set<String> sendAs =
                visitor.tenant()
                        .exchange()
                        .mailbox(from)
                        .map(Exchange.Mailbox::sendAs)
                        .orElse(Set.of());
        if (!sendAs.contains(visitor.address()) && !sendAs.contains(visitor.app())) {
            throw new RefusedException(
                    403,
                    "ErrorSendAsDenied",
                    "The user account which was used to submit this request does not have the right to"
                            + " send mail on behalf of the specified sending account., Cannot submit"
                            + " message.");
        }
    }

    private static RefusedException invalidRecipients(String why) {
        return new RefusedException(
                400, "ErrorInvalidRecipients", "At least one recipient is not valid., " + why);
    }

    private static MessageSource withoutBcc(Header header, MessageSource message, String from) {
        StringBuilder head = new StringBuilder();
        if (header.first("From").isEmpty()) {
            head.append("From: ").append(from).append("\r\n");
        }
        header.fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase("Bcc"))
                .forEach(field -> head.append(field.raw()));
        try (InputStream in = message.open()) {
            in.skipNBytes(header.length());
            String body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return MessageSource.of((head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Header header(MessageSource message) {
        try {
            return Header.of(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
