package dev.postern.queue.sqlite;

import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Shipment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An offer with its bytes complete, laid out as the store will have it.
///
/// Made by the thread that offers: what is done here, the writer need not do.
///
/// @param envelope packed, if there is one
/// @param legs where it goes
record Parcel(
        Offer offer, SqliteReception reception, Optional<PackedEnvelope> envelope, List<Leg> legs) {

    /// RFC 5322 §2.1.1: no line is longer, so no honest field value is.
    private static final int MESSAGE_ID_MAX = 998;

    /// A delivery as it begins.
    ///
    /// @param recipients as in [Positions]; null without an envelope
    /// @param further as in [Lines]
    record Leg(String destination, @Nullable String recipients, @Nullable String further) {

        private static Leg of(Shipment shipment) {
            List<String> ways = shipment.ways();
            List<Integer> recipients = shipment.recipients().stream().sorted().toList();
            return new Leg(
                    ways.getFirst(),
                    recipients.isEmpty() ? null : Positions.pack(recipients),
                    Lines.pack(ways.subList(1, ways.size())));
        }
    }

    static Parcel of(Offer offer) {
        if (!(offer.reception() instanceof SqliteReception reception)) {
            throw new IllegalArgumentException("a reception of another store");
        }
        reception.seal();
        List<Leg> legs = new ArrayList<>();
        offer.shipments().stream().distinct().map(Leg::of).forEach(legs::add);
        return new Parcel(
                offer, reception, offer.origin().enveloped().map(PackedEnvelope::of), legs);
    }

    Origin origin() {
        return offer.origin();
    }

    @Nullable String messageId() {
        return offer.messageId()
                .map(id -> id.length() > MESSAGE_ID_MAX ? id.substring(0, MESSAGE_ID_MAX) : id)
                .orElse(null);
    }

    /// Whose turn it takes; nobody's without an envelope.
    long turn() {
        return envelope.map(PackedEnvelope::turn).orElse(0L);
    }
}
