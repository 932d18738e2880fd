package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings that are small and would become large.
@Tag("slow")
class BombsTest {

    @TempDir private Path folder;

    private String report(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        Configuration configuration = Configuration.load(file, Map.of());
        assertThat(configuration).isInstanceOf(Configuration.Invalid.class);
        assertThat(configuration.report().length()).isLessThan(100_000);
        return configuration.report();
    }

    private static String laughs(int levels, int times) {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i <= levels; i++) {
            yaml.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(times))
                    .append("x]\n");
        }
        return yaml.append("collect: *a%d\n".formatted(levels)).toString();
    }

    @Test
    void aliasesOfAliasesAreCountedAndNotFollowed() throws Exception {
        assertThat(report(laughs(9, 9))).contains("too many aliases");
        // Few enough, and three to the power of twenty if anybody followed them.
        assertThat(report(laughs(20, 3))).contains("collect");
    }

    @Test
    void aliasOfItselfIsNoEndlessLoop() throws Exception {
        assertThat(report("collect: &a {x: *a, y: [*a]}\ntenants: &b [*b]\n")).isNotBlank();
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        assertThat(report("data: " + "[".repeat(100_000))).isNotBlank();
        assertThat(report("data: " + "{a: ".repeat(40) + "}".repeat(40)))
                .contains("nested too deeply");
    }
}
