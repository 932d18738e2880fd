package dev.postern.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a measurement was asked for by `bench/run`, and what it works with. For one thread.
final class Workbench {

    private static final String QUICK = "--quick";

    private final String name;
    private final Path folder;
    private final Path program;
    private final List<String> wishes;
    private final PrintStream out;
    private final Figures figures;
    private final String loadBefore;
    private int made;

    private Workbench(String name, List<String> arguments, PrintStream out) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(Path.of(arguments.getFirst()));
        this.program = Path.of(arguments.get(1));
        this.wishes = arguments.subList(2, arguments.size());
        this.out = out;
        this.figures = new Figures(out);
        this.loadBefore = Machine.load();
    }

    /// @param name of the measurement
    /// @param arguments a folder for the data, Postern's start script, and as one likes `--quick`,
    ///   or numbers
    @SuppressWarnings("SystemOut")
    static Workbench of(String name, String... arguments) throws IOException {
        return new Workbench(name, List.of(arguments), System.out);
    }

    /// Whether little time is to be taken.
    boolean quick() {
        return wishes.contains(QUICK);
    }

    /// A number that was asked for.
    ///
    /// @param at its place among the numbers, from 0
    /// @param usual if none was
    /// @param less if little time is to be taken
    int number(int at, int usual, int less) {
        List<String> numbers = wishes.stream().filter(wish -> !wish.equals(QUICK)).toList();
        if (at < numbers.size()) {
            return Integer.parseInt(numbers.get(at));
        }
        return quick() ? less : usual;
    }

    /// Where data goes.
    Path folder() {
        return folder;
    }

    /// A folder that is empty.
    Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("run-" + made++));
    }

    /// Postern's start script.
    Path program() {
        return program;
    }

    Figures figures() {
        return figures;
    }

    /// Prints all that was measured, as text that can be put into a page.
    ///
    /// @param programs beside which Postern was measured
    void report(List<String> programs) throws IOException, InterruptedException {
        out.println();
        out.printf("### `bench/run %s`, %s%n%n", command(), Machine.today());
        out.printf(
                "%s. Load before %s, after %s.%n%n",
                String.join(", ", Machine.facts(folder, programs)), loadBefore, Machine.load());
        out.println(figures.table());
        figures.ratios().forEach(out::println);
    }

    private String command() {
        return (name + " " + String.join(" ", wishes)).strip();
    }
}
