package dev.postern.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Real and deliberately broken mail, and some of our own that is worse.
public final class Corpus {

    /// One message and what to call it in a test's name.
    public static final class Message {

        private final String name;
        private final byte[] octets;

        Message(String name, byte[] octets) {
            this.name = name;
            this.octets = octets;
        }

        public byte[] octets() {
            return octets.clone();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    public static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".eml")).sorted().toList()) {
                messages.add(new Message(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        messages.add(new Message("empty", new byte[0]));
        messages.add(new Message("one-octet", new byte[] {0}));
        messages.add(new Message("all-octets", allOctets()));
        return messages;
    }

    private static byte[] allOctets() {
        byte[] octets = new byte[100_000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 31 + i / 256);
        }
        return octets;
    }
}
