package dev.postern.bounce;

import dev.postern.delivery.Parcel;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.queue.Addressee;
import dev.postern.queue.Notice;
import dev.postern.queue.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What a sender is to be told.
///
/// @param parcel the message it is about
/// @param envelope of that message
/// @param sender whom to tell
/// @param notice of what
/// @param addressees the recipients concerned, of whom the sender wants to hear
/// @param now when it is told
record News(
        Parcel parcel,
        Envelope envelope,
        AddrSpec sender,
        Notice notice,
        List<Addressee> addressees,
        Instant now) {

    News {
        addressees = addressees.stream().filter(one -> wanted(one, notice)).toList();
    }

    private static boolean wanted(Addressee addressee, Notice notice) {
        return addressee
                .recipient()
                .wants(
                        switch (notice) {
                            case FAILED -> Notify.FAILURE;
                            case DELAYED -> Notify.DELAY;
                            case RELAYED -> Notify.SUCCESS;
                        });
    }

    StoredMessage message() {
        return parcel.message();
    }

    /// `failed`, `delayed` or `relayed`: the values of RFC 3464 §2.3.3.
    String action() {
        return notice.name().toLowerCase(Locale.ROOT);
    }
}
