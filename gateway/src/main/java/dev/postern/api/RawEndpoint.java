package dev.postern.api;

import dev.postern.account.Account;
import dev.postern.compose.CanonicalInput;
import dev.postern.compose.HeaderRecipients;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.relay.Principal;
import dev.postern.relay.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `POST /messages`: a message of RFC 5322 as it stands. Safe for use by many threads.
///
/// The envelope is given by `?from=` and `?to=` (which may be repeated), or is read out of From and
/// To, Cc and Bcc. Lines may end with LF.
final class RawEndpoint {

    /// Octets of a header that are read for its addresses.
    static final int HEADER_MAX = 256 * 1024;

    private final Handing handing;

    RawEndpoint(Handing handing) {
        this.handing = handing;
    }

    Answer take(Call call, Account account) throws RejectedException, InterruptedException {
        // The exchange closes the body, and wants what is left of it first.
        CanonicalInput message = new CanonicalInput(call.body(), false);
        try {
            byte[] header = header(message);
            Envelope envelope = envelope(call, header);
            Receipt.Taken taken =
                    handing.hand(
                            new Handing.Order(new Principal.Known(account), call.peer(), envelope),
                            out -> {
                                out.write(header);
                                message.transferTo(out);
                            });
            return Answer.of(
                    202,
                    Answer.JSON
                            .createObjectNode()
                            .put("id", taken.id().value())
                            .put("messageId", taken.messageId()));
        } catch (IOException _) {
            throw RejectedException.bad("The body ended before its end.", "");
        }
    }

    private static byte[] header(InputStream message) throws IOException, RejectedException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int newlines = 0;
        for (int octet = message.read(); octet >= 0; octet = message.read()) {
            header.write(octet);
            newlines = octet == '\n' ? newlines + 1 : octet == '\r' ? newlines : 0;
            if (newlines == 2 || (newlines == 1 && header.size() == 2)) {
                return header.toByteArray();
            }
            if (header.size() == HEADER_MAX) {
                throw RejectedException.bad(
                        "The header has more than " + HEADER_MAX + " octets.", "");
            }
        }
        if (header.size() == 0) {
            throw RejectedException.bad("There is no message in the body.", "");
        }
        return header.toByteArray();
    }

    private static Envelope envelope(Call call, byte[] header) throws RejectedException {
        HeaderRecipients named = HeaderRecipients.of(header);
        Optional<AddrSpec> sender = sender(call, named);
        List<AddrSpec> recipients = addresses(call, "to");
        if (recipients.isEmpty()) {
            if (!named.unreadable().isEmpty()) {
                throw RejectedException.bad(
                        "To, Cc or Bcc names somebody who has no address.", "recipients");
            }
            recipients = named.recipients();
        }
        if (recipients.isEmpty()) {
            throw RejectedException.bad(
                    "Nobody is named in To, Cc or Bcc, and not by ?to= either.", "recipients");
        }
        boolean utf8 =
                sender.filter(AddrSpec::needsUtf8).isPresent()
                        || recipients.stream().anyMatch(AddrSpec::needsUtf8)
                        || isBeyondAscii(header);
        // What the body has is not known yet; to say more than needed does no harm today.
        return new Envelope(
                sender,
                recipients.stream().distinct().map(Recipient::of).toList(),
                new Envelope.Options(Optional.empty(), Optional.empty(), true, utf8));
    }

    private static Optional<AddrSpec> sender(Call call, HeaderRecipients named)
            throws RejectedException {
        List<String> given = call.query("from");
        if (given.equals(List.of("<>"))) {
            return Optional.empty();
        }
        List<AddrSpec> addresses = addresses(call, "from");
        if (addresses.size() > 1) {
            throw RejectedException.bad("A message has one sender.", "from");
        }
        Optional<AddrSpec> sender = addresses.stream().findFirst().or(named::author);
        if (sender.isEmpty()) {
            throw RejectedException.bad("There is no From, and no ?from= either.", "from");
        }
        return sender;
    }

    private static List<AddrSpec> addresses(Call call, String parameter) throws RejectedException {
        List<AddrSpec> all = new ArrayList<>();
        for (String text : call.query(parameter)) {
            all.add(
                    AddrSpec.parse(text)
                            .orElseThrow(() ->
                                    RejectedException.bad(
                                            "Invalid format for email address", parameter)));
        }
        return all;
    }

    private static boolean isBeyondAscii(byte[] header) {
        for (byte octet : header) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
