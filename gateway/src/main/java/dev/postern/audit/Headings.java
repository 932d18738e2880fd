package dev.postern.audit;

import dev.postern.audit.sheet.Sheet;
import dev.postern.audit.sheet.UnreadableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the columns of a sheet mean. Confined to one thread.
final class Headings {

    private final Sheet sheet;
    private final Kind kind;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);

    /// @param said what a person says that columns mean, by header
    /// @throws UnreadableException if it is none of the known kinds
    Headings(Sheet sheet, String name, Map<String, Column> said) throws UnreadableException {
        this.sheet = sheet;
        List<String> headers = sheet.headers();
        for (int i = 0; i < headers.size(); i++) {
            meaning(headers.get(i), said).ifPresent(place(i));
        }
        this.kind = Kind.of(places.keySet()).orElseThrow(() -> unknown(name, headers));
    }

    private java.util.function.Consumer<Column> place(int index) {
        return column -> places.merge(column, index, (one, other) -> better(column, one, other));
    }

    /// Of two columns that may mean the same, the one with the more special name: a sign-in log has
    /// a `User`, who is a person's name, and a `Username`.
    private int better(Column column, int one, int other) {
        return column == Column.ADDRESS
                        && Column.plain(sheet.headers().get(one)).equals("user")
                        && !Column.plain(sheet.headers().get(other)).equals("user")
                ? other
                : one;
    }

    private static Optional<Column> meaning(String header, Map<String, Column> said) {
        Column told = said.get(Column.plain(header));
        if (told != null) {
            return Optional.of(told);
        }
        return EnumSet.allOf(Column.class).stream()
                .filter(column -> column.isNamed(header))
                .findFirst();
    }

    private UnreadableException unknown(String name, List<String> headers) {
        Kind nearest = Kind.nearest(places.keySet());
        String lacking =
                nearest.needed().stream()
                        .filter(column -> !places.containsKey(column))
                        .map(Column::title)
                        .collect(Collectors.joining(", "));
        return new UnreadableException(
                ("%s is no export that is known here.%n"
                                + "  It was read as %s, with the columns: %s.%n"
                                + "  For %s it lacks: %s. If one of its columns means that, say so: --column 'HEADER=%s'")
                        .formatted(
                                name,
                                sheet.form(),
                                String.join(", ", headers.subList(0, Math.min(30, headers.size()))),
                                nearest.title(),
                                lacking,
                                lacking.replaceAll(",.*", "")));
    }

    Kind kind() {
        return kind;
    }

    boolean has(Column column) {
        return places.containsKey(column);
    }

    /// The value of the present row, empty if there is no such column.
    String value(Column column) {
        Integer place = places.get(column);
        return place == null ? "" : sheet.value(place);
    }

    /// How each column was read.
    List<FileReport.Heading> report() {
        List<FileReport.Heading> report = new ArrayList<>();
        List<String> headers = sheet.headers();
        for (int i = 0; i < headers.size(); i++) {
            int index = i;
            report.add(
                    new FileReport.Heading(
                            headers.get(i),
                            places.entrySet().stream()
                                    .filter(entry -> entry.getValue() == index)
                                    .map(Map.Entry::getKey)
                                    .findFirst()));
        }
        return report;
    }
}
