package dev.postern.audit.sheet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens tables.
public final class Sheets {

    private Sheets() {}

    /// Opens a file, whatever its form.
    ///
    /// @throws UnreadableException if it is no table
    public static Sheet open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnreadableException(file + " is a folder; name the files in it");
        }
        InputStream in = Files.newInputStream(file);
        try {
            return open(in, file.toString());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /// @param name for messages
    static Sheet open(InputStream in, String name) throws IOException {
        Encoding.Text text = Encoding.read(in);
        BufferedReader reader = new BufferedReader(text.reader(), 64 * 1024);
        int first = firstSign(reader);
        if (first == -1) {
            throw new UnreadableException(name + " is empty");
        }
        if (isZip(reader)) {
            throw new UnreadableException(
                    name
                            + " is an Excel workbook or a ZIP archive; export it as CSV, or unpack it");
        }
        return first == '[' || first == '{'
                ? JsonSheet.open(reader, name, text.charset())
                : CsvSheet.open(reader, name, text.charset());
    }

    private static boolean isZip(Reader reader) throws IOException {
        char[] beginning = new char[3];
        reader.mark(beginning.length);
        int read = reader.read(beginning);
        reader.reset();
        return read == beginning.length && new String(beginning).equals("PK\u0003");
    }

    /// The first character that is not a blank; it stays to be read.
    private static int firstSign(Reader reader) throws IOException {
        int c;
        do {
            reader.mark(1);
            c = reader.read();
        } while (c >= 0 && Character.isWhitespace(c));
        if (c >= 0) {
            reader.reset();
        }
        return c;
    }
}
