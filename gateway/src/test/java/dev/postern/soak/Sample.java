package dev.postern.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// What was seen at one moment; a column may be empty. As a line of a CSV file its values stand in
/// the order of the columns.
record Sample(Map<Column, Double> values) {

    Sample {
        values = Map.copyOf(values);
    }

    OptionalDouble value(Column column) {
        Double value = values.get(column);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    double elapsed() {
        return value(Column.ELAPSED).orElseThrow();
    }

    static String head() {
        return Arrays.stream(Column.values()).map(Column::head).collect(Collectors.joining(","));
    }

    String line() {
        return Arrays.stream(Column.values())
                .map(column -> value(column).stream().mapToObj(Sample::text).findFirst().orElse(""))
                .collect(Collectors.joining(","));
    }

    private static String text(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    /// Reads a file that may still be written: a last line without its end does not count.
    ///
    /// @throws IOException with file and line, if it is no such file
    static List<Sample> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        List<Optional<Column>> columns =
                Arrays.stream(lines.getFirst().split(",", -1)).map(Column::of).toList();
        if (!columns.contains(Optional.of(Column.ELAPSED))) {
            throw new IOException(file + ":1: no column " + Column.ELAPSED.head());
        }
        List<Sample> samples = new java.util.ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                samples.add(parse(columns, lines.get(i).split(",", -1)));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return samples;
    }

    private static Sample parse(List<Optional<Column>> columns, String[] words) {
        if (words.length != columns.size()) {
            throw new IllegalArgumentException(
                    "%d values, and there are %d columns".formatted(words.length, columns.size()));
        }
        Map<Column, Double> values = new EnumMap<>(Column.class);
        for (int i = 0; i < words.length; i++) {
            if (columns.get(i).isPresent() && !words[i].isEmpty()) {
                values.put(columns.get(i).get(), Double.valueOf(words[i]));
            }
        }
        if (!values.containsKey(Column.ELAPSED)) {
            throw new IllegalArgumentException("no " + Column.ELAPSED.head());
        }
        return new Sample(values);
    }
}
