package dev.postern.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One audit, done: what was read, what came of it, and what was before. Confined to one thread.
public final class Audit {

    private final List<FileReport> files;
    private final Judgement judgement;
    private final List<Sender> senders;
    private final Runs.Run run;
    private final List<Runs.Run> earlier;

    private Audit(
            Evidence evidence,
            Judgement judgement,
            List<Sender> senders,
            Runs.Run run,
            List<Runs.Run> earlier) {
        this.files = evidence.files();
        this.judgement = judgement;
        this.senders = senders;
        this.run = run;
        this.earlier = List.copyOf(earlier);
    }

    /// What is to be audited.
    ///
    /// @param files exports, in any order
    /// @param visitors who came to Postern
    /// @param columns what columns mean that are not recognised: header to the name of a meaning
    /// @param internalDomains the organisation's own
    /// @param period which time the reports cover
    /// @param runs where earlier runs are kept; empty to keep none
    public record Terms(
            List<Path> files,
            List<Visitor> visitors,
            Map<String, String> columns,
            List<String> internalDomains,
            Duration period,
            Optional<Path> runs) {

        public Terms {
            files = List.copyOf(files);
            visitors = List.copyOf(visitors);
            columns = Map.copyOf(columns);
            internalDomains = List.copyOf(internalDomains);
        }
    }

    /// A device or program that came to Postern.
    ///
    /// @param senders the reverse-paths that it used
    /// @param address its IP address
    public record Visitor(String account, List<String> senders, String address, long visits) {

        public Visitor {
            senders = List.copyOf(senders);
        }
    }

    /// Reads the files and judges; notes the run unless the same files were read before.
    ///
    /// @param progress is told how many files are read, of how many
    /// @throws dev.postern.audit.sheet.UnreadableException if a file cannot be understood
    /// @throws IllegalArgumentException if a column is said to mean something unknown
    public static Audit of(Terms terms, Instant now, ObjIntConsumer<Path> progress)
            throws IOException {
        Map<String, Column> said = new TreeMap<>();
        terms.columns()
                .forEach(
                        (header, meaning) -> said.put(Column.plain(header), Column.named(meaning)));
        Domains inside = new Domains(terms.internalDomains());
        Evidence evidence = new Evidence();
        Set<String> digests = new HashSet<>();
        for (int i = 0; i < terms.files().size(); i++) {
            Path file = terms.files().get(i);
            progress.accept(file, i);
            if (digests.add(digest(file))) {
                FileReading.read(file, said, inside, evidence);
            }
        }
        terms.visitors().forEach(evidence::visited);
        Judgement judgement = new Judgement(evidence.tenantDisabled(), terms.period());
        List<Sender> senders = judgement.inOrder(evidence.senders().stream());
        Runs.Run run = run(judgement, senders, now, evidence.kinds(), digests);
        List<Runs.Run> earlier =
                terms.runs().isPresent() ? Runs.read(terms.runs().get()) : List.of();
        earlier = earlier.stream().filter(one -> one.kinds().equals(run.kinds())).toList();
        boolean seenBefore = !earlier.isEmpty() && earlier.getLast().digest().equals(run.digest());
        if (seenBefore) {
            earlier = earlier.subList(0, earlier.size() - 1);
        } else if (terms.runs().isPresent()) {
            Runs.add(terms.runs().get(), run);
        }
        return new Audit(evidence, judgement, senders, run, earlier);
    }

    private static Runs.Run run(
            Judgement judgement,
            List<Sender> senders,
            Instant now,
            Set<Kind> kinds,
            Set<String> digests) {
        Map<String, Long> counts =
                senders.stream()
                        .collect(
                                Collectors.groupingBy(
                                        sender -> judgement.state(sender).name(),
                                        Collectors.counting()));
        return new Runs.Run(
                now,
                kinds,
                counts,
                senders.stream()
                        .takeWhile(sender -> judgement.state(sender) == State.BASIC)
                        .map(Sender::address)
                        .toList(),
                digests.stream().sorted().collect(Collectors.joining("+")));
    }

    private static String digest(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return file.toString();
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// When it was made.
    Instant at() {
        return run.at();
    }

    List<FileReport> files() {
        return files;
    }

    /// How many addresses are in this state.
    long count(State state) {
        return run.count(state);
    }

    /// How many addresses there are.
    long addresses() {
        return senders.size();
    }

    /// How many messages came with each authentication.
    Map<Authentication, Long> messages() {
        Map<Authentication, Long> messages = new EnumMap<>(Authentication.class);
        for (Authentication one : Authentication.values()) {
            messages.put(
                    one,
                    senders.stream()
                            .filter(Sender::wasSeen)
                            .mapToLong(sender -> sender.traffic().messages(one))
                            .sum());
        }
        return messages;
    }

    /// What is to be said of each address, what is to be done first before the rest.
    Stream<Finding> findings() {
        return senders.stream().map(judgement::of);
    }

    /// This run, and before it those that read the same kinds of files; the oldest first.
    List<Runs.Run> runs() {
        return Stream.concat(earlier.stream(), Stream.of(run)).toList();
    }

    /// Addresses that used a password in the run before and do not any more.
    List<String> gone() {
        return earlier.isEmpty() ? List.of() : earlier.getLast().without(run);
    }

    /// Addresses that use a password and did not in the run before.
    List<String> come() {
        return earlier.isEmpty() ? List.of() : run.without(earlier.getLast());
    }
}
