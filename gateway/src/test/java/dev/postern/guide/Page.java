package dev.postern.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation: what is code in it, in order.
///
/// @param name from the top of the repository: `docs/tutorial/first-hour.md`
/// @param blocks fenced ones and indented ones
/// @param spans code within sentences
public record Page(String name, List<Block> blocks, List<String> spans) {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```([a-z]*)\\n(.*?)^\\1```$");
    private static final Pattern INDENTED =
            Pattern.compile(
                    "(?m)(?:\\A|\\n) *\\n((?:(?: {4,}[^\\n]*| *)\\n)*? {4,}[^\\n]*)(?=\\n *(?:\\n|\\z)|\\z)");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

    public Page {
        blocks = List.copyOf(blocks);
        spans = List.copyOf(spans);
    }

    /// Code that stands by itself.
    ///
    /// @param language as it is written after the fence; empty for none
    /// @param text without the page's indentation
    public record Block(String page, String language, String text) {

        /// The first line, by which a person finds it.
        public String first() {
            return text.lines().findFirst().orElse("");
        }

        @Override
        public String toString() {
            return page + ": " + first();
        }
    }

    /// All pages, the README among them.
    public static List<Page> all() throws IOException {
        List<Page> all = new ArrayList<>();
        all.add(of("README.md"));
        try (Stream<Path> files = Files.walk(TOP.resolve("docs"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".md")).sorted().toList()) {
                all.add(of(TOP.relativize(file).toString()));
            }
        }
        return all;
    }

    /// @param name from the top of the repository
    public static Page of(String name) throws IOException {
        return of(name, Files.readString(TOP.resolve(name)));
    }

    static Page of(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher fenced = FENCED.matcher(text);
        StringBuilder rest = new StringBuilder();
        while (fenced.find()) {
            blocks.add(new Block(name, fenced.group(2), fenced.group(3).stripIndent().strip()));
            fenced.appendReplacement(rest, "");
        }
        fenced.appendTail(rest);
        Matcher indented = INDENTED.matcher(rest);
        StringBuilder prose = new StringBuilder();
        while (indented.find()) {
            blocks.add(new Block(name, "", indented.group(1).stripIndent().strip()));
            indented.appendReplacement(prose, "\n\n");
        }
        indented.appendTail(prose);
        List<String> spans = new ArrayList<>();
        Matcher span = SPAN.matcher(prose);
        while (span.find()) {
            spans.add(span.group(1));
        }
        return new Page(name, blocks, spans);
    }
}
