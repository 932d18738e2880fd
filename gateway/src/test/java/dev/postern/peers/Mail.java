package dev.postern.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// Messages made up, and digests of files.
public final class Mail {

    private static final int LINE = 76;

    private Mail() {}

    /// A message of about this size, with CRLF line ends; the same number gives the same octets.
    public static byte[] message(int number, int size) {
        StringBuilder text = new StringBuilder(size + 500);
        text.append("From: Request <request-").append(number).append("@example.cz>\r\n");
        text.append("To: razr@example.cz\r\n");
        text.append("Subject: Request ").append(number).append("\r\n");
        text.append("Date: Mon, 14 Sep 2026 08:15:00 +0200\r\n");
        text.append("Message-ID: <").append(number).append(".request@example.cz>\r\n");
        text.append("MIME-Version: 1.0\r\n");
        text.append("Content-Type: text/plain; charset=utf-8\r\n");
        text.append("\r\n");
        Random random = new Random(number);
        while (text.length() < size) {
            for (int i = 0; i < LINE; i++) {
                text.append((char) ('!' + random.nextInt(94)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The same with LF for each CRLF, as Unix programs store mail.
    public static byte[] withoutCarriageReturns(byte[] octets) {
        byte[] kept = new byte[octets.length];
        int count = 0;
        for (int i = 0; i < octets.length; i++) {
            boolean crlf = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (!crlf) {
                kept[count++] = octets[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /// SHA-256 of each file, sorted.
    public static List<String> digests(Collection<Path> files) {
        return files.stream().map(Mail::digest).sorted().toList();
    }

    /// SHA-256 of these octets.
    public static String digest(byte[] octets) {
        return HexFormat.of().formatHex(sha256().digest(octets));
    }

    private static String digest(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
