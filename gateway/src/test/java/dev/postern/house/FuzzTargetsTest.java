package dev.postern.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Gives each target of `bench/fuzz` what it was given to begin with, and what was found by it: an
/// input that once broke something is a file in `/fuzz` for ever.
@Tag("slow")
class FuzzTargetsTest {

    private static final Path CLASSES = classes();

    private static Path classes() {
        URL own = FuzzTargetsTest.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(URI.create(own.toString()));
    }

    @TestFactory
    Stream<DynamicTest> whatWasFoundStaysMended() throws IOException {
        List<Path> targets;
        try (Stream<Path> classes = Files.walk(CLASSES)) {
            targets = classes.filter(file -> file.toString().endsWith("Fuzz.class")).toList();
        }
        assertThat(targets).isNotEmpty();
        return targets.stream().flatMap(FuzzTargetsTest::inputs);
    }

    private static Stream<DynamicTest> inputs(Path target) {
        String path = CLASSES.relativize(target).toString().replace('/', '.');
        String name = path.substring(0, path.length() - ".class".length());
        return Stream.concat(
                Stream.of(
                        DynamicTest.dynamicTest(name + " nothing", () -> give(name, new byte[0]))),
                files(name.substring(name.lastIndexOf('.') + 1))
                        .map(file ->
                                DynamicTest.dynamicTest(
                                        name + " " + file.getFileName(),
                                        file.toUri(),
                                        () -> give(name, Files.readAllBytes(file)))));
    }

    private static Stream<Path> files(String target) {
        Path folder = CLASSES.resolve("fuzz").resolve(target);
        if (!Files.exists(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void give(String target, byte[] input) throws Throwable {
        MethodHandle method =
                MethodHandles.publicLookup()
                        .findStatic(
                                Class.forName(target),
                                "fuzzerTestOneInput",
                                MethodType.methodType(void.class, byte[].class));
        method.invoke(input);
    }
}
