package dev.postern.delivery.webhook;

import dev.postern.delivery.Parcel;
import dev.postern.delivery.mime.MessageJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A message as JSON, in a file: its length and digest are in the header, which goes first.
///
/// @param file deleted on [#close]
record JsonBody(Path file, long length, String sha256) implements Body {

    /// Writes the message's JSON form.
    ///
    /// @param folder for the file while the request lasts
    static JsonBody of(Parcel parcel, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "webhook-", ".json");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out =
                    new DigestOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
                MessageJson.write(parcel, out, folder);
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            return new JsonBody(file, Files.size(file), sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // Left in the folder for temporary files; it harms nobody there.
        }
    }
}
