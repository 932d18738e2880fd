package dev.postern.control;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an audit found. The components' names are a contract with scripts.
///
/// @param files what was read, and how
/// @param counts addresses by state: `BASIC`, `UNCLEAR`, `OPEN`, `MOVED`, `OAUTH`, `QUIET`
/// @param messages by authentication: `BASIC`, `OAUTH`, `UNKNOWN`
/// @param runs this run, and before it those that read the same kinds of files; the oldest first
/// @param gone addresses that used a password in the run before and do not any more
/// @param come addresses that use one and did not then
/// @param addresses what is to be done first before the rest; there may be more
public record AuditReport(
        List<File> files,
        Map<String, Long> counts,
        Map<String, Long> messages,
        List<Run> runs,
        List<String> gone,
        List<String> come,
        List<Address> addresses) {

    public AuditReport {
        files = List.copyOf(files);
        counts = inOrder(counts);
        messages = inOrder(messages);
        runs = List.copyOf(runs);
        gone = List.copyOf(gone);
        come = List.copyOf(come);
        addresses = List.copyOf(addresses);
    }

    private static <V> Map<String, V> inOrder(Map<String, V> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// How a file was read.
    ///
    /// @param columns header to meaning; an empty meaning was not used
    /// @param left rows that told nothing
    public record File(
            String name,
            String kind,
            String form,
            long rows,
            long left,
            Map<String, String> columns,
            List<String> remarks) {

        public File {
            columns = inOrder(columns);
            remarks = List.copyOf(remarks);
        }
    }

    /// One run.
    public record Run(Instant at, Map<String, Long> counts) {

        public Run {
            counts = inOrder(counts);
        }
    }

    /// One address.
    ///
    /// @param signIns with a password, by protocol
    /// @param smtpAuth what the mailbox's switch says: `ON`, `OFF`, `AS_TENANT`, `UNKNOWN`
    /// @param smtpAuthOpen what that comes to; empty if it is not known
    /// @param way what is best done
    /// @param others what could be done as well
    /// @param reasons in words
    /// @param settings what is added to Postern's settings, in YAML
    public record Address(
            String address,
            String state,
            Map<String, Long> messages,
            Map<String, Long> signIns,
            long refused,
            Map<String, Long> tls,
            Optional<Instant> firstSeen,
            Optional<Instant> lastSeen,
            List<String> from,
            List<String> programs,
            String smtpAuth,
            Optional<Boolean> smtpAuthOpen,
            long internal,
            long external,
            long atPostern,
            String way,
            List<String> others,
            List<String> reasons,
            List<Command> commands,
            Optional<String> settings) {

        public Address {
            messages = inOrder(messages);
            signIns = inOrder(signIns);
            tls = inOrder(tls);
            from = List.copyOf(from);
            programs = List.copyOf(programs);
            others = List.copyOf(others);
            reasons = List.copyOf(reasons);
            commands = List.copyOf(commands);
        }
    }

    /// A command to paste.
    public record Command(String shell, String line) {}
}
