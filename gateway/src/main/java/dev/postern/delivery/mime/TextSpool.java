package dev.postern.delivery.mime;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Text that is written now and read later: the first 64 Ki characters in memory, more in a file.
///
/// Confined to one thread.
final class TextSpool implements AutoCloseable {

    private static final int MEMORY_MAX = 64 * 1024;

    private final Path folder;
    private final StringBuilder memory = new StringBuilder();
    private Optional<Path> file = Optional.empty();

    /// @param folder for the file, if one is needed
    TextSpool(Path folder) {
        this.folder = folder;
    }

    /// Appends a text, with a line end between it and the one before.
    void append(Reader text) throws IOException {
        if (!isEmpty()) {
            memory.append('\n');
        }
        char[] chunk = new char[8 * 1024];
        for (int n = text.read(chunk); n >= 0; n = text.read(chunk)) {
            memory.append(chunk, 0, n);
            if (memory.length() > MEMORY_MAX) {
                spill();
            }
        }
        if (file.isPresent()) {
            spill();
        }
    }

    boolean isEmpty() {
        return memory.isEmpty() && file.isEmpty();
    }

    private void spill() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(Files.createTempFile(folder, "text-", ".txt"));
        }
        // The half of a surrogate pair waits for its other half.
        int end = memory.length();
        end = end > 0 && Character.isHighSurrogate(memory.charAt(end - 1)) ? end - 1 : end;
        Files.writeString(
                file.get(), wellFormed(memory.substring(0, end)), StandardOpenOption.APPEND);
        memory.delete(0, end);
    }

    /* Decoders of some old charsets give half a pair, which UTF-8 cannot write. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /// Opens the whole text. The caller closes it.
    Reader open() throws IOException {
        return file.isPresent()
                ? Files.newBufferedReader(file.get())
                : new StringReader(wellFormed(memory.toString()));
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
