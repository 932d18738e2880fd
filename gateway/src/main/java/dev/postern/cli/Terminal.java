package dev.postern.cli;

import dev.postern.control.Narrator;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
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

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final int BUFFER = 8192;

    private final ResultOutput output;
    private final PrintStream results;
    private final PrintStream prose;
    private final boolean watched;
    private boolean drawn;

    /// @param results always written in UTF-8, since programs read them
    Terminal(OutputStream results, PrintStream prose, boolean watched) {
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
                new FileOutputStream(FileDescriptor.out), System.err, isTerminal(System.console()));
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    PrintStream results() {
        return results;
    }

    PrintStream prose() {
        return prose;
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
        results.println(JSON.writeValueAsString(value));
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
