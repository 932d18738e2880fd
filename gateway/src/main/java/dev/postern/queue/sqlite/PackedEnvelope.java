package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An envelope as it stands in the columns of its message.
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

    /// Reads it from the columns of [Rows#MESSAGE_COLUMNS].
    static Envelope read(ResultSet row) throws SQLException {
        String sender = row.getString("reverse_path");
        String returned = row.getString("returned");
        return new Envelope(
                sender.isEmpty() ? Optional.empty() : Optional.of(AddrSpec.of(sender)),
                recipients(row.getString("recipients"), row.getString("wishes")),
                new Envelope.Options(
                        Optional.ofNullable(row.getString("envelope_id")),
                        Optional.ofNullable(returned)
                                .map(what -> what.toUpperCase(Locale.ROOT))
                                .map(Envelope.Returned::valueOf),
                        row.getBoolean("eight_bit"),
                        row.getBoolean("utf8")));
    }

    private static List<Recipient> recipients(String addresses, @Nullable String wishes) {
        List<String> wished = Lines.unpack(wishes);
        List<Recipient> recipients = new ArrayList<>();
        for (String address : addresses.split("\n", -1)) {
            String wish = wished.isEmpty() ? "\t" : wished.get(recipients.size());
            int tab = wish.indexOf('\t');
            recipients.add(
                    new Recipient(
                            AddrSpec.of(address),
                            events(wish.substring(0, tab)),
                            Optional.of(wish.substring(tab + 1))
                                    .filter(orcpt -> !orcpt.isEmpty())));
        }
        return recipients;
    }

    private static Set<Notify> events(String names) {
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        for (String name : names.isEmpty() ? List.<String>of() : List.of(names.split(",", -1))) {
            events.add(Notify.valueOf(name));
        }
        return events;
    }
}
