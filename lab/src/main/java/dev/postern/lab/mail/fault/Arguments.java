package dev.postern.lab.mail.fault;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.fault.Fault.Victim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The arguments of one request while they are read. Used by one thread.
///
/// Whoever reads them all calls [#end], which refuses what nobody asked for.
final class Arguments {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    private final FaultRequest request;
    private final Map<String, String> left;
    private final Set<String> asked = new HashSet<>();

    Arguments(FaultRequest request) {
        this.request = request;
        this.left = new TreeMap<>(request.arguments());
    }

    String text(String key, String otherwise) {
        return optional(key, Function.identity(), "text").orElse(otherwise);
    }

    long number(String key, long otherwise) {
        return optional(key, Long::parseLong, "a number").orElse(otherwise);
    }

    int count(String key, int otherwise) {
        return optional(key, Arguments::positive, "a number above 0").orElse(otherwise);
    }

    boolean yes(String key, boolean otherwise) {
        return optional(key, Arguments::yesOrNo, "yes or no").orElse(otherwise);
    }

    /// The last one, unless another is named.
    Victim victim(String key) {
        return optional(key, Arguments::named, "first, last or a UID").orElseGet(Victim.Last::new);
    }

    Duration duration(String key, Duration otherwise) {
        return optional(key, Arguments::duration, "a duration such as 250ms, 5s, 2m")
                .orElse(otherwise);
    }

    List<String> words(String key) {
        return optional(key, Arguments::parted, "words with commas between").orElse(List.of());
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        Class<E> type = otherwise.getDeclaringClass();
        String choices =
                Arrays.stream(type.getEnumConstants())
                        .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", "));
        return optional(
                        key,
                        word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_')),
                        "one of " + choices)
                .orElse(otherwise);
    }

    /// The arguments that every fault has.
    Scope scope(InstantSource clock) {
        Scope.Match match =
                new Scope.Match(
                        optional(
                                "protocol",
                                word ->
                                        Protocol.valueOf(
                                                word.toUpperCase(Locale.ROOT).replace('-', '_')),
                                "imap, pop3, smtp, hve, acs or smart-host"),
                        optional("mailbox", Function.identity(), "an address"),
                        Set.copyOf(words("command")),
                        optional("uid", Arguments::numbers, "UIDs with commas between")
                                .orElse(Set.of()));
        Scope.Limit limit =
                new Scope.Limit(
                        optional("times", Arguments::positive, "a number above 0"),
                        optional("each", Arguments::positive, "a number above 0"),
                        optional("for", Arguments::duration, "a duration")
                                .map(clock.instant()::plus),
                        optional("fresh", Arguments::duration, "a duration"));
        return new Scope(match, limit);
    }

    /// Refuses arguments that have no meaning for this fault.
    void end() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "The fault %s has no argument %s. It has %s"
                            .formatted(
                                    request.name(),
                                    String.join(", ", left.keySet()),
                                    asked.stream().sorted().collect(Collectors.joining(", "))));
        }
    }

    private <T> Optional<T> optional(String key, Function<String, T> read, String expected) {
        asked.add(key);
        String value = left.remove(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The fault %s wants %s=%s, not %s"
                            .formatted(request.name(), key, expected, value),
                    e);
        }
    }

    private static Integer positive(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("not above 0");
        }
        return number;
    }

    private static Boolean yesOrNo(String value) {
        return switch (value) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw new IllegalArgumentException("neither yes nor no");
        };
    }

    private static Victim named(String value) {
        return switch (value) {
            case "first" -> new Victim.First();
            case "last" -> new Victim.Last();
            default -> new Victim.Uid(Long.parseLong(value));
        };
    }

    private static Duration duration(String value) {
        Matcher parts = DURATION.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static List<String> parted(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Set<Long> numbers(String value) {
        return parted(value).stream().map(Long::parseLong).collect(Collectors.toUnmodifiableSet());
    }
}
