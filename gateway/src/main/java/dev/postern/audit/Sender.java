package dev.postern.audit;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all files together tell of one address. Confined to one thread.
///
/// There can be a million: most are mailboxes that never signed in with a password, so what was
/// seen is an object of its own, made when there is something.
final class Sender {

    private final String address;
    private Switch smtp = Switch.UNKNOWN;
    private @Nullable Traffic traffic;

    /// @param address in lower case
    Sender(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /// Whether its mailbox takes SMTP AUTH.
    Switch smtp() {
        return smtp;
    }

    void smtp(Switch told) {
        smtp = told;
    }

    /// Whether anything was seen of it but its switch.
    boolean wasSeen() {
        return traffic != null;
    }

    /// What was seen of it, to read only.
    Traffic traffic() {
        return traffic == null ? new Traffic() : traffic;
    }

    /// The same, to add to.
    Traffic seen() {
        if (traffic == null) {
            traffic = new Traffic();
        }
        return traffic;
    }

    /// Messages, sign-ins and where they came from. Confined to one thread.
    static final class Traffic {

        private static final int NAMES_MAX = 8;

        private final Map<Authentication, Double> messages = new EnumMap<>(Authentication.class);
        private final Map<Tls, Double> tls = new EnumMap<>(Tls.class);
        private final Map<Client, Long> signIns = new EnumMap<>(Client.class);
        private final Set<String> origins = new LinkedHashSet<>();
        private final Set<String> programs = new LinkedHashSet<>();
        private long failures;
        private long internal;
        private long external;
        private long handedToPostern;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void messages(Authentication authentication, double count) {
            messages.merge(authentication, count, Double::sum);
        }

        void tls(Tls version, double count) {
            tls.merge(version, count, Double::sum);
        }

        void signedIn(Client client, long count) {
            signIns.merge(client, count, Long::sum);
        }

        void failed(long count) {
            failures += count;
        }

        void wroteTo(boolean inside) {
            if (inside) {
                internal++;
            } else {
                external++;
            }
        }

        void cameToPostern(long count) {
            handedToPostern += count;
        }

        void at(Instant moment) {
            first = Math.min(first, moment.toEpochMilli());
            last = Math.max(last, moment.toEpochMilli());
        }

        /// Where it came from: the first few are kept.
        void from(String origin) {
            keep(origins, origin);
        }

        void by(String program) {
            keep(programs, program);
        }

        private static void keep(Set<String> names, String name) {
            if (!name.isEmpty() && names.size() < NAMES_MAX) {
                names.add(name);
            }
        }

        long messages(Authentication authentication) {
            return Math.round(messages.getOrDefault(authentication, 0.0));
        }

        long messages() {
            long sum = 0;
            for (Authentication one : Authentication.values()) {
                sum += messages(one);
            }
            return sum;
        }

        /// Messages by this version of TLS.
        long tls(Tls version) {
            return Math.round(tls.getOrDefault(version, 0.0));
        }

        /// Sign-ins with a password that were let in.
        long signIns(Client client) {
            return signIns.getOrDefault(client, 0L);
        }

        long signIns() {
            return signIns.values().stream().mapToLong(Long::longValue).sum();
        }

        /// Sign-ins with a password that were refused.
        long failures() {
            return failures;
        }

        long internal() {
            return internal;
        }

        long external() {
            return external;
        }

        /// Visits to Postern under this address or account.
        long handedToPostern() {
            return handedToPostern;
        }

        Optional<Instant> first() {
            return first == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(first));
        }

        Optional<Instant> last() {
            return last == Long.MIN_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(last));
        }

        Set<String> origins() {
            return Set.copyOf(origins);
        }

        Set<String> programs() {
            return Set.copyOf(programs);
        }

        /// Whether a password was seen at work.
        boolean withPassword() {
            return messages(Authentication.BASIC) > 0 || signIns() > 0;
        }
    }

    /// A version of TLS, by which messages came.
    enum Tls {
        V1_0,
        V1_1,
        V1_2,
        V1_3;

        boolean old() {
            return this == V1_0 || this == V1_1;
        }
    }
}
