package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Words;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Turns what the disk failed at into words: what failed, and what to do about it.
final class FileTrouble {

    private FileTrouble() {}

    static Answer.NotNow with(Path folder, IOException e) {
        return new Answer.NotNow(reason(folder, e), Answer.Cause.DESTINATION);
    }

    private static String reason(Path folder, IOException e) {
        if (!Files.isDirectory(folder)) {
            return "the folder " + folder + " does not exist: create it, or mount its file system";
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("quota")) {
            return "no space left in " + folder + ": make room (" + Words.of(e) + ")";
        }
        if (e instanceof AccessDeniedException || message.contains("read-only")) {
            return "may not write in "
                    + folder
                    + ": give the user "
                    + System.getProperty("user.name", "that runs Postern")
                    + " the right to ("
                    + Words.of(e)
                    + ")";
        }
        if (e instanceof NoSuchFileException) {
            return "a file vanished while it was being written in " + folder + ": " + Words.of(e);
        }
        return "could not write in " + folder + ": " + Words.of(e);
    }
}
