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
import org.jspecify.annotations.Nullable;

/// Reads envelopes that [PackedEnvelope] has packed.
final class Envelopes {

    private Envelopes() {}

    /// Reads it from the columns of [Column#ALL].
    static Envelope read(ResultSet row) throws SQLException {
        String sender = row.getString(Column.SENDER.at());
        String returned = row.getString(Column.RETURNED.at());
        return new Envelope(
                sender.isEmpty() ? Optional.empty() : Optional.of(AddrSpec.of(sender)),
                recipients(
                        row.getString(Column.RECIPIENTS.at()), row.getString(Column.WISHES.at())),
                new Envelope.Options(
                        Optional.ofNullable(row.getString(Column.ENVELOPE_ID.at())),
                        Optional.ofNullable(returned)
                                .map(what -> what.toUpperCase(Locale.ROOT))
                                .map(Envelope.Returned::valueOf),
                        row.getBoolean(Column.EIGHT_BIT.at()),
                        row.getBoolean(Column.UTF8.at())));
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
