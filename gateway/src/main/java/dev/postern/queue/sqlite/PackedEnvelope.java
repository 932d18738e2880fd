package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An envelope as it stands in the columns of its message; [Envelopes] reads it again.
///
/// @param sender the reverse-path; empty for the null one
/// @param recipients their addresses, a line each
/// @param wishes of each a line with its NOTIFY keywords, a tab and its ORCPT; null if none has any
/// @param turn stands for the sender where senders take turns
record PackedEnvelope(
        String sender,
        String recipients,
        @Nullable String wishes,
        Envelope.Options options,
        long turn) {

    /// Packs it. Done by the thread that hands the message in, so that the writer need not.
    ///
    /// @throws IllegalArgumentException if an ORCPT has control characters, which xtext never has
    static PackedEnvelope of(Envelope envelope) {
        String sender = envelope.sender().map(AddrSpec::toString).orElse("");
        List<Recipient> recipients = envelope.recipients();
        boolean wishing = recipients.stream().anyMatch(to -> !wish(to).equals("\t"));
        return new PackedEnvelope(
                sender,
                recipients.stream()
                        .map(to -> to.address().toString())
                        .collect(Collectors.joining("\n")),
                wishing ? Lines.pack(recipients.stream().map(PackedEnvelope::wish).toList()) : null,
                envelope.options(),
                turn(sender));
    }

    /// Senders whose hashes meet share their turns, which does no harm.
    private static long turn(String sender) {
        return 1L + (sender.toLowerCase(Locale.ROOT).hashCode() & Integer.MAX_VALUE);
    }

    private static String wish(Recipient recipient) {
        String wishes =
                recipient.wishes().stream()
                        .sorted()
                        .map(Enum::name)
                        .collect(Collectors.joining(","));
        return wishes + "\t" + recipient.original().orElse("");
    }

    @Nullable String returned() {
        return options.returned().map(what -> what.name().toLowerCase(Locale.ROOT)).orElse(null);
    }
}
