package dev.postern.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Links of the documentation to itself lead somewhere, and every page is linked to.
class LinksTest {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCS = TOP.resolve("docs");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^()\\s]+)\\)");
    private static final Pattern CODE =
            Pattern.compile(
                    "^( *)```.*?^\\1```|``[^\\n]+?``|`[^`\\n]+`",
                    Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("^ *```.*?^ *```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+?) *$", Pattern.MULTILINE);
    private static final Pattern DROPPED = Pattern.compile("[^\\p{L}\\p{N} _-]");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");

    /// A link of a page.
    ///
    /// @param to as it stands there
    private record Link(Path page, String to) {

        boolean inside() {
            return !ELSEWHERE.matcher(to).matches();
        }

        String anchor() {
            int hash = to.indexOf('#');
            return hash < 0 ? "" : to.substring(hash + 1);
        }

        Path target() {
            int hash = to.indexOf('#');
            String path = hash < 0 ? to : to.substring(0, hash);
            Path folder = page.toAbsolutePath().getParent();
            return path.isEmpty() || folder == null ? page : folder.resolve(path).normalize();
        }

        @Override
        public String toString() {
            return TOP.relativize(page) + " to " + to;
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(TOP);
                Stream<Path> docs = Files.walk(DOCS)) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Link> links() throws IOException {
        List<Link> all = new ArrayList<>();
        for (Path page : pages()) {
            String prose = CODE.matcher(Files.readString(page)).replaceAll("");
            LINK.matcher(prose)
                    .results()
                    .map(match -> new Link(page, match.group(1)))
                    .filter(Link::inside)
                    .forEach(all::add);
        }
        return all;
    }

    /// As GitHub names headings: in lower case, signs dropped, spaces as hyphens, a number behind
    /// what stood before.
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        String text = BLOCK.matcher(Files.readString(page)).replaceAll("");
        HEADING.matcher(text)
                .results()
                .map(match -> LINK.matcher(match.group(1)).replaceAll(""))
                .map(title -> DROPPED.matcher(title.toLowerCase(Locale.ROOT)).replaceAll(""))
                .map(title -> title.replace(' ', '-'))
                .forEach(anchor -> {
                    int times = seen.merge(anchor, 1, Integer::sum);
                    anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
                });
        return anchors;
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        assertThat(links()).hasSizeGreaterThan(100);
        assertThat(links()).filteredOn(link -> Files.notExists(link.target())).isEmpty();
    }

    @Test
    void everyAnchorIsAHeading() throws IOException {
        List<Link> broken = new ArrayList<>();
        for (Link link : links()) {
            if (!link.anchor().isEmpty()
                    && link.target().toString().endsWith(".md")
                    && Files.exists(link.target())
                    && !anchors(link.target()).contains(link.anchor())) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void indexHasEveryPageOfTheGuide() throws IOException {
        List<Path> linked =
                links().stream()
                        .filter(link -> link.page().equals(DOCS.resolve("README.md")))
                        .map(Link::target)
                        .toList();
        for (String part : List.of("tutorial", "how-to", "reference", "concepts")) {
            try (Stream<Path> files = Files.list(DOCS.resolve(part))) {
                assertThat(files.filter(file -> file.toString().endsWith(".md")))
                        .allSatisfy(file -> assertThat(linked).contains(file));
            }
        }
    }
}
