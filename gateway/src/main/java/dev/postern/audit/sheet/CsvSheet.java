package dev.postern.audit.sheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values separated by commas, semicolons or tabs. Confined to one thread.
final class CsvSheet implements Sheet {

    private static final int LINE_MAX = 64 * 1024;
    private static final int FIELD_MAX = 16 * 1024 * 1024;
    private static final int PREAMBLE_MAX = 20;

    private static final Map<Character, String> SEPARATORS =
            Map.of(',', "commas", ';', "semicolons", '\t', "tabs");

    private final String name;
    private final String form;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> rows;
    private final List<String> headers;
    private final int skipped;
    private @Nullable CsvRecord row;

    private CsvSheet(String name, String charset, BufferedReader text, Beginning beginning)
            throws IOException {
        this.name = name;
        this.form = "CSV with %s, %s".formatted(SEPARATORS.get(beginning.separator()), charset);
        this.skipped = beginning.lines();
        this.reader =
                CsvReader.builder()
                        .fieldSeparator(beginning.separator())
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(true)
                        .maxBufferSize(FIELD_MAX)
                        .ofCsvRecord(text);
        this.rows = reader.iterator();
        this.headers =
                advance()
                        .map(record -> record.getFields().stream().map(String::strip).toList())
                        .orElse(List.of());
    }

    /// What comes before the headers.
    ///
    /// @param lines how many lines are no part of the table
    private record Beginning(int lines, char separator) {}

    static CsvSheet open(BufferedReader text, String name, String charset) throws IOException {
        return new CsvSheet(name, charset, text, beginning(text, name));
    }

    /// Leaves the reader before the line with the headers. PowerShell 5 writes `#TYPE …` above it,
    /// Excel understands `sep=;`.
    private static Beginning beginning(BufferedReader text, String name) throws IOException {
        Optional<Character> said = Optional.empty();
        for (int lines = 0; lines < PREAMBLE_MAX; lines++) {
            text.mark(LINE_MAX);
            String line = line(text, name);
            if (line.startsWith("sep=") && line.length() == 5) {
                said = Optional.of(line.charAt(4));
            } else if (!line.isBlank() && !line.startsWith("#TYPE")) {
                text.reset();
                return new Beginning(lines, separator(said, line));
            }
        }
        throw new UnreadableException(
                "%s has no line with headers among its first %d".formatted(name, PREAMBLE_MAX));
    }

    private static String line(BufferedReader text, String name) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n'; c = text.read()) {
            if (line.length() == LINE_MAX - 2) {
                throw new UnreadableException(
                        "%s is no table: its first line has more than %d characters"
                                .formatted(name, LINE_MAX));
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static char separator(Optional<Character> said, String header) {
        if (said.filter(SEPARATORS::containsKey).isPresent()) {
            return said.get();
        }
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (outsideQuotes(header, candidate) > outsideQuotes(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static int outsideQuotes(String line, char sign) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            count += !quoted && line.charAt(i) == sign ? 1 : 0;
        }
        return count;
    }

    private Optional<CsvRecord> advance() throws IOException {
        try {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        } catch (CsvParseException e) {
            throw new UnreadableException(
                    "%s cannot be read as CSV%s: %s"
                            .formatted(name, row == null ? "" : " after " + place(), words(e)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String words(CsvParseException e) {
        return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    @Override
    public List<String> headers() {
        return headers;
    }

    @Override
    public String form() {
        return form;
    }

    @Override
    public boolean next() throws IOException {
        row = advance().orElse(null);
        return row != null;
    }

    @Override
    public String value(int column) {
        CsvRecord present = row;
        return present == null || column >= present.getFieldCount()
                ? ""
                : present.getField(column).strip();
    }

    @Override
    public String place() {
        return "line " + (skipped + (row == null ? 1 : row.getStartingLineNumber()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
