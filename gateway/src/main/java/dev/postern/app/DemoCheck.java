package dev.postern.app;

import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Compares what was sent with what arrived.
final class DemoCheck {

    private DemoCheck() {}

    /// The messages in a folder.
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }

    /// Whether the folder holds exactly these messages, octet for octet.
    static boolean sameBytes(Path folder, List<MessageSource> sent) throws IOException {
        Set<String> arrived = new TreeSet<>();
        for (Path file : files(folder)) {
            arrived.add(digest(Files.newInputStream(file)));
        }
        Set<String> expected = new TreeSet<>();
        for (MessageSource source : sent) {
            expected.add(digest(source.open()));
        }
        return arrived.equals(expected);
    }

    private static String digest(InputStream octets) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(octets, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
