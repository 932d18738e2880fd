package dev.postern.queue;

import java.util.Locale;

/// Where one message stands on its way to one destination.
public enum DeliveryState {
    /// Due now or later.
    WAITING,
    /// Claimed: somebody is handing it over.
    SENDING,
    /// Kept until a person decides.
    PARKED,
    /// The destination has it.
    DELIVERED,
    /// Given up; its sender was told, or did not want to hear of it.
    BOUNCED,
    /// Taken out by a person.
    DELETED;

    /// Whether nothing more will be done.
    public boolean ended() {
        return switch (this) {
            case WAITING, SENDING, PARKED -> false;
            case DELIVERED, BOUNCED, DELETED -> true;
        };
    }

    /// As it is written for people and in the store.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The state with this word.
    ///
    /// @throws IllegalArgumentException if there is none
    public static DeliveryState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
