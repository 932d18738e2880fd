package dev.postern.crash;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// The program as it is started.
///
/// @param classPath its classes and libraries
/// @param options of the Java runtime
public record ProgramFiles(String classPath, List<String> options) {

    public ProgramFiles {
        options = List.copyOf(options);
    }

    /// The classes under test, wherever the build has put them.
    static ProgramFiles asBuilt() {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProgramFiles(classPath, List.of());
    }

    /// The same in archives, which the Java runtime can start faster from.
    ///
    /// @param folder where the archives are put
    public static ProgramFiles packed(Path folder) throws IOException {
        List<String> packed = new ArrayList<>();
        for (String entry : asBuilt().classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                packed.add(entry);
                continue;
            }
            Path archive = folder.resolve("classes-" + packed.size() + ".jar");
            pack(path, archive);
            packed.add(archive.toString());
        }
        return new ProgramFiles(String.join(File.pathSeparator, packed), List.of());
    }

    private static void pack(Path classes, Path archive) throws IOException {
        try (Stream<Path> files = Files.walk(classes);
                JarOutputStream out =
                        new JarOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(archive)))) {
            out.setLevel(0);
            for (Path file : files.filter(one -> !one.equals(classes)).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                // Folders, too: there are libraries that look for files by walking through them.
                boolean folder = Files.isDirectory(file);
                out.putNextEntry(new JarEntry(folder ? name + "/" : name));
                if (!folder) {
                    Files.copy(file, out);
                }
            }
        }
    }

    /// The same, writing down at its end which classes it loaded (class data sharing).
    ProgramFiles rehearsing(Path shared) {
        return new ProgramFiles(classPath, List.of("-XX:ArchiveClassesAtExit=" + shared));
    }

    /// The same, with what a rehearsal has written down.
    ProgramFiles rehearsed(Path shared) {
        return new ProgramFiles(
                classPath,
                List.of("-XX:SharedArchiveFile=" + shared, "-Xlog:cds=off", "-Xlog:aot=off"));
    }
}
