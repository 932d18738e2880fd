package dev.postern.collector;

import dev.postern.queue.Ledger.Fingerprint;
import dev.postern.queue.Ledger.Glimpse;
import dev.postern.queue.ServerId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recognises messages after the server has given new ids to all of them.
///
/// Two facts together make a message the same: the moment the server received it and its
/// Message-ID. Where they name one known message for each message that is there, the pair is
/// certain enough. Where they name more or fewer, or a message has no Message-ID, only the fetched
/// bytes decide ([#recognise]). A message that nothing proves to be known is taken as new: rather
/// twice than never. The bytes alone are no proof of the opposite, since Exchange may render one
/// message in two ways.
///
/// Confined to one thread.
final class Rematch {

    private static final String NO_MESSAGE_ID = "";

    private record Key(Instant received, String messageId) {}

    private record Bytes(Instant received, String sha256) {}

    private final Map<ServerId, ServerId> certain = new LinkedHashMap<>();
    private final Map<Bytes, List<Fingerprint>> byBytes = new HashMap<>();
    private final boolean dated;

    private Rematch(boolean dated) {
        this.dated = dated;
    }

    /// Nothing to recognise.
    static Rematch none() {
        return new Rematch(true);
    }

    /// Matches by date and Message-ID, and keeps what is left for [#recognise].
    ///
    /// @param unwanted messages that were never fetched: nothing but date and Message-ID tells them
    static Rematch between(
            Collection<Fingerprint> known,
            Collection<Glimpse> unwanted,
            Collection<Glimpse> there) {
        Rematch rematch = new Rematch(true);
        Map<Key, List<Fingerprint>> knownByKey = new LinkedHashMap<>();
        for (Fingerprint one : known) {
            one.messageId()
                    .ifPresentOrElse(
                            messageId ->
                                    knownByKey
                                            .computeIfAbsent(
                                                    key(one.received(), messageId),
                                                    _ -> new ArrayList<>())
                                            .add(one),
                            () -> rematch.leaveToTheBytes(List.of(one)));
        }
        Map<Key, List<Glimpse>> thereByKey = byKey(there);
        knownByKey.forEach((key, fingerprints) ->
                rematch.pair(fingerprints, thereByKey.getOrDefault(key, List.of())));
        byKey(unwanted)
                .forEach((key, glimpses) -> {
                    if (!knownByKey.containsKey(key)) {
                        rematch.pairUnwanted(glimpses, thereByKey.getOrDefault(key, List.of()));
                    }
                });
        return rematch;
    }

    private static Map<Key, List<Glimpse>> byKey(Collection<Glimpse> glimpses) {
        Map<Key, List<Glimpse>> byKey = new LinkedHashMap<>();
        for (Glimpse one : glimpses) {
            byKey.computeIfAbsent(
                            key(one.received(), one.messageId().orElse(NO_MESSAGE_ID)),
                            _ -> new ArrayList<>())
                    .add(one);
        }
        return byKey;
    }

    /// Some may have been deleted meanwhile. If there are more than were skipped, one of them is
    /// new, and nothing tells which: then all count as new.
    private void pairUnwanted(List<Glimpse> unwanted, List<Glimpse> there) {
        if (there.size() <= unwanted.size()) {
            for (int i = 0; i < there.size(); i++) {
                certain.put(unwanted.get(i).id(), there.get(i).id());
            }
        }
    }

    /// Recognises by Message-ID and bytes alone, for servers that tell no date (POP3).
    static Rematch byBytes(Collection<Fingerprint> known) {
        Rematch rematch = new Rematch(false);
        rematch.leaveToTheBytes(known);
        return rematch;
    }

    private void pair(List<Fingerprint> known, List<Glimpse> there) {
        if (known.size() != there.size()) {
            leaveToTheBytes(known);
            return;
        }
        for (int i = 0; i < known.size(); i++) {
            certain.put(known.get(i).id(), there.get(i).id());
        }
    }

    private void leaveToTheBytes(Collection<Fingerprint> known) {
        for (Fingerprint one : known) {
            byBytes.computeIfAbsent(bytes(one.received(), one.sha256()), _ -> new ArrayList<>())
                    .add(one);
        }
    }

    /// Old id to new id, for the messages that are certainly the same.
    Map<ServerId, ServerId> certain() {
        return certain;
    }

    /// Whether fetched bytes have to be looked at.
    boolean looksAtBytes() {
        return !byBytes.isEmpty();
    }

    /// The known message that this one is, if its bytes prove it. Each is recognised once.
    Optional<ServerId> recognise(Fetched.Whole message) {
        if (byBytes.isEmpty()) {
            return Optional.empty();
        }
        List<Fingerprint> same =
                byBytes.get(bytes(message.received(), message.reception().sha256()));
        if (same == null) {
            return Optional.empty();
        }
        for (int i = 0; i < same.size(); i++) {
            if (same.get(i).messageId().equals(message.messageId())) {
                return Optional.of(same.remove(i).id());
            }
        }
        return Optional.empty();
    }

    private static Key key(Instant received, String messageId) {
        return new Key(received.truncatedTo(ChronoUnit.SECONDS), messageId);
    }

    private Bytes bytes(Instant received, String sha256) {
        return new Bytes(dated ? received.truncatedTo(ChronoUnit.SECONDS) : Instant.EPOCH, sha256);
    }
}
