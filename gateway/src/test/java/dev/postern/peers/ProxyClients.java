package dev.postern.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Runs programs that come to a [ProxyDoor].
///
/// In commands and in their files `PORT`, `TRUST`, `MAILBOX`, `PASSWORD` and `FOLDER` stand for
/// what is not known before.
///
/// @param folder for their files
record ProxyClients(Path folder, ProxyDoor door, String user) {

    /// Runs a program to its end.
    ///
    /// @return what it printed
    /// @throws IOException with what it printed, if it failed
    String run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Peers.require(command[0]).toString());
        for (String word : List.of(command).subList(1, command.length)) {
            words.add(filled(word));
        }
        return Programs.run(folder, words);
    }

    /// Writes a file that a program reads, which nobody else may.
    ///
    /// @return its name
    String file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), filled(text));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /// A program of the tests' resources.
    String script(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ProxyClients.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            Files.write(file, in.readAllBytes());
        }
        return file.toString();
    }

    private String filled(String text) {
        return text.replace("PORT", String.valueOf(door.port()))
                .replace("TRUST", door.caFile().toString())
                .replace("MAILBOX", user)
                .replace("PASSWORD", ProxyDoor.PASSWORD)
                .replace("FOLDER", folder.toString() + File.separator);
    }
}
