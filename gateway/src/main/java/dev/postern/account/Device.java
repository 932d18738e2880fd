package dev.postern.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of a device, or what was seen of it for a while.
///
/// @param key which it is
/// @param manner how it came the last time
/// @param senders reverse-paths that it used, at most [#SENDERS_MAX], the last ones
/// @param counts what it did
public record Device(
        Key key,
        Manner manner,
        List<String> senders,
        Counts counts,
        Instant firstSeen,
        Instant lastSeen,
        Optional<String> lastRefusal) {

    static final int SENDERS_MAX = 20;
    private static final int HELLO_MAX = 255;
    private static final int REASON_MAX = 300;

    /// Which device.
    ///
    /// @param account in lower case; empty without a sign-in
    /// @param hello what it calls itself; empty if it does not say
    public record Key(String account, String address, String hello) {}

    /// How it came.
    ///
    /// @param tls empty for a connection in the clear
    /// @param mechanism empty without a sign-in
    public record Manner(
            String entry, String protocol, Optional<String> tls, Optional<String> mechanism) {}

    /// What it did.
    ///
    /// @param visits sign-ins, or sessions without one
    /// @param messages accepted
    /// @param refused sign-ins and messages
    public record Counts(long visits, long messages, long refused) {

        static final Counts NONE = new Counts(0, 0, 0);
        static final Counts VISIT = new Counts(1, 0, 0);
        static final Counts MESSAGE = new Counts(0, 1, 0);
        static final Counts REFUSED = new Counts(0, 0, 1);

        Counts plus(Counts more) {
            return new Counts(
                    visits + more.visits, messages + more.messages, refused + more.refused);
        }
    }

    public Device {
        senders = List.copyOf(senders);
    }

    /// One thing seen of the device behind this peer.
    static Device seen(Peer peer, String account, Counts what, Instant at) {
        return new Device(
                new Key(
                        account,
                        peer.address().getHostAddress(),
                        printable(peer.hello().orElse(""), HELLO_MAX)),
                new Manner(peer.entry(), peer.protocol(), peer.tls(), peer.mechanism()),
                List.of(),
                what,
                at,
                at,
                Optional.empty());
    }

    Device sentAs(String sender) {
        return new Device(key, manner, List.of(sender), counts, firstSeen, lastSeen, lastRefusal);
    }

    Device refusedFor(String reason) {
        return new Device(
                key,
                manner,
                senders,
                counts,
                firstSeen,
                lastSeen,
                Optional.of(printable(reason, REASON_MAX)));
    }

    /// This and what was seen of the same device later.
    public Device plus(Device later) {
        Set<String> all = new LinkedHashSet<>(senders);
        all.removeAll(later.senders);
        all.addAll(later.senders);
        List<String> last = new ArrayList<>(all);
        return new Device(
                key,
                later.manner,
                last.subList(Math.max(0, last.size() - SENDERS_MAX), last.size()),
                counts.plus(later.counts),
                firstSeen,
                later.lastSeen,
                later.lastRefusal.or(() -> lastRefusal));
    }

    /// What a stranger says, made fit for a table.
    private static String printable(String text, int max) {
        String bounded = text.length() > max ? text.substring(0, max) : text;
        return bounded.replaceAll("\\p{Cntrl}", " ");
    }
}
