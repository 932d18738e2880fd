package dev.postern.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of style that a program can see, over the source text of all modules.
class StyleTest {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final Pattern RFC = Pattern.compile("RFC[ -]?(\\d{3,5})");

    /// The last line of a method's or constructor's head; a head of several lines ends 8 columns
    /// further in.
    private static final Pattern METHOD_HEAD =
            Pattern.compile(
                    "^(?<indent> {4}| {8})(?<more> {8})?(?! )"
                            + "(?!(?:class|record|enum|interface|if|for|while|switch|try|return|else|new|do|case)\\b)"
                            + "[\\w<>\\[\\],.?&@ ]*(?:\\([^={]*\\)|\\)|throws [\\w., ]+)(?: throws [\\w., ]+)? \\{$");

    private static final Pattern TYPE_OR_BLOCK =
            Pattern.compile(
                    "^ *(?:.*\\b(?:class|record|enum|interface) |(?:if|for|while|switch|try|return) ?\\()");

    @Test
    void noFileIsLongerThanTheBound() {
        assertThat(sources()).filteredOn(file -> lines(file).size() > FILE_LINES_MAX).isEmpty();
    }

    @Test
    void noMethodIsLongerThanTheBound() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainSources()) {
            tooLong.addAll(longMethods(file));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void documentationCommentsAreMarkdown() {
        assertThat(sources())
                .filteredOn(file ->
                        lines(file).stream().anyMatch(line -> line.strip().startsWith("/**")))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() {
        List<Path> folders = mainSources().stream().map(Path::getParent).distinct().toList();
        assertThat(folders).allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
    }

    @Test
    void everyRfcInTheCodeIsInTheIndex() throws IOException {
        String index = Files.readString(TOP.resolve("docs/rfc.md"));
        TreeSet<String> missing = new TreeSet<>();
        for (Path file : mainSources()) {
            Matcher matcher = RFC.matcher(String.join("\n", lines(file)));
            while (matcher.find()) {
                if (!index.contains("| " + matcher.group(1) + " |")) {
                    missing.add("RFC " + matcher.group(1) + " (" + file.getFileName() + ")");
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void nothingIsLeftUndoneInSilence() {
        Pattern undone = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
        assertThat(mainSources())
                .filteredOn(
                        file -> lines(file).stream().anyMatch(line -> undone.matcher(line).find()))
                .isEmpty();
    }

    /// Finds heads whose closing brace, at the same indentation, is too far below.
    private static List<String> longMethods(Path file) {
        List<String> lines = lines(file);
        List<String> found = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher head = METHOD_HEAD.matcher(lines.get(at));
            if (lines.get(at).contains("->") || !head.matches()) {
                continue;
            }
            if (isTypeOrBlock(lines, at, head.group("indent").length())) {
                continue;
            }
            String close = head.group("indent") + "}";
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith(close)) {
                end++;
            }
            if (end - at + 1 > METHOD_LINES_MAX && end < lines.size()) {
                found.add(
                        file.getFileName() + ":" + (at + 1) + " has " + (end - at + 1) + " lines");
            }
        }
        return found;
    }

    /// Whether the head that ends here begins as one of a type, or as a statement.
    private static boolean isTypeOrBlock(List<String> lines, int end, int indent) {
        int begin = end;
        while (begin > 0
                && (lines.get(begin).startsWith(" ".repeat(indent + 1))
                        || lines.get(begin).strip().startsWith("@"))) {
            begin--;
        }
        return TYPE_OR_BLOCK.matcher(lines.get(begin)).find();
    }

    private static List<Path> mainSources() {
        return sources().stream().filter(file -> file.toString().contains("/src/main/")).toList();
    }

    private static List<Path> sources() {
        return Stream.of("protocol", "lab", "gateway")
                .flatMap(module -> javaFiles(TOP.resolve(module).resolve("src")))
                .toList();
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
