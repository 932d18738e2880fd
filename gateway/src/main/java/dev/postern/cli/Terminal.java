package dev.postern.cli;

import dev.postern.control.Narrator;
import dev.postern.control.UnusableException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where commands write: results to one stream, prose to the other.
///
/// A line of progress is drawn over itself where a person watches and left out where nobody does.
/// Safe for use by many threads.
final class Terminal implements Narrator {

    /// Made when it is first used: it loads six hundred classes, and most commands print no JSON.
    private static final class Json {
        static final ObjectMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    private static final int BUFFER = 8192;
    private static final int LINE_MAX = 4096;

    private final InputStream input;
    private final ResultOutput output;
    private final PrintStream results;
    private final PrintStream prose;
    private final boolean watched;
    private boolean drawn;

    Terminal(OutputStream results, PrintStream prose, boolean watched) {
        this(InputStream.nullInputStream(), results, prose, watched);
    }

    /// @param input what the command is given to read
    /// @param results always written in UTF-8, since programs read them
    Terminal(InputStream input, OutputStream results, PrintStream prose, boolean watched) {
        this.input = input;
        this.output = new ResultOutput(results);
        this.results =
                new PrintStream(
                        new BufferedOutputStream(output, BUFFER), false, StandardCharsets.UTF_8);
        this.prose = prose;
        this.watched = watched;
    }

    /// The process's own streams.
    static Terminal ofThisProcess() {
        return new Terminal(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                System.err,
                isTerminal(System.console()));
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /// What the command is given to read.
    InputStream input() {
        return input;
    }

    PrintStream results() {
        return results;
    }

    PrintStream prose() {
        return prose;
    }

    /// The first line of what the command is given to read, without its end; UTF-8.
    ///
    /// @throws UnusableException if there is none, or if it is too long
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = input.read();
        while (octet >= 0 && octet != '\n') {
            if (line.size() == LINE_MAX) {
                throw new UnusableException(
                        "The line on standard input has more than " + LINE_MAX + " octets.");
            }
            line.write(octet);
            octet = input.read();
        }
        if (octet < 0 && line.size() == 0) {
            throw new UnusableException("There is nothing on standard input.");
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// Writes out what is left.
    ///
    /// @return why results got lost, if any did; a reader that has read enough is no loss
    Optional<String> finish() {
        results.flush();
        return output.failure();
    }

    /// Writes a result for programs.
    void json(Object value) {
        results.println(Json.MAPPER.writeValueAsString(value));
        results.flush();
    }

    /// Writes a result for people.
    void print(String line) {
        results.println(line);
    }

    @Override
    public synchronized void say(String line) {
        results.flush();
        wipe();
        prose.println(line);
        prose.flush();
    }

    @Override
    public synchronized void progress(String what, long done, long total) {
        if (!watched) {
            return;
        }
        String bar = total > 0 ? bar(done, total) + " " + done + "/" + total : String.valueOf(done);
        prose.print("\r\033[K  " + what + " " + bar);
        prose.flush();
        drawn = true;
        if (total > 0 && done >= total) {
            wipe();
        }
    }

    private void wipe() {
        if (drawn) {
            prose.print("\r\033[K");
            drawn = false;
        }
    }

    private static String bar(long done, long total) {
        int full = (int) Math.min(24, 24 * done / Math.max(1, total));
        return "[" + "#".repeat(full) + "-".repeat(24 - full) + "]";
    }
}
