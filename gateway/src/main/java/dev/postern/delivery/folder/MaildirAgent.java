package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.folder.DurableFolder.Draft;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Hands messages over into a Maildir: written in `tmp`, seen in `new`.
///
/// The name is `<seconds>.Q<id>.postern,S=<size>`, the time being that of acceptance. So a message
/// that comes again has the same name, and is found in `new`, or in `cur` whatever flags a reader
/// has given it since.
public final class MaildirAgent implements DeliveryAgent {

    private static final int BATCH = 512;

    private final Path maildir;
    private final DurableFolder files;

    /// @param maildir the folder that holds, or will hold, `cur`, `new` and `tmp`; exists already
    /// @param random for the names of files while they grow
    public MaildirAgent(Path maildir, RandomGenerator random) {
        this.maildir = maildir;
        this.files =
                new DurableFolder(
                        maildir.resolve("tmp"),
                        maildir.resolve("new"),
                        PosixFilePermissions.fromString("rw-------"),
                        random);
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        return handAll(List.of(parcel)).getFirst();
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public List<Answer> handAll(List<Parcel> parcels) throws InterruptedException {
        try (Readied batch = ready(parcels)) {
            return batch.hand();
        }
    }

    @Override
    public Readied ready(List<Parcel> parcels) throws InterruptedException {
        files.sweep(
                parcels.stream()
                        .filter(parcel -> parcel.attempt() > 1)
                        .map(parcel -> name(parcel.message()))
                        .collect(Collectors.toSet()));
        return Batch.write(parcels, files, maildir, this::prepare);
    }

    private Batch.Prepared prepare(Parcel parcel) throws IOException {
        String name = name(parcel.message());
        makeFolders();
        Optional<Path> there = parcel.attempt() > 1 ? left(name) : Optional.empty();
        if (there.isPresent()) {
            return new Batch.Prepared(List.of(), there.get() + " was there already");
        }
        Draft draft =
                files.draft(
                        name,
                        out -> {
                            try (InputStream message = parcel.open()) {
                                message.transferTo(out);
                            }
                        });
        return new Batch.Prepared(List.of(draft), maildir.resolve("new").resolve(name).toString());
    }

    static String name(StoredMessage message) {
        return message.accepted().getEpochSecond()
                + ".Q"
                + message.id()
                + ".postern,S="
                + message.size();
    }

    private void makeFolders() throws IOException {
        for (String name : List.of("tmp", "new", "cur")) {
            Path part = maildir.resolve(name);
            if (!Files.isDirectory(part)) {
                make(part);
            }
        }
    }

    /// The messages of a batch are prepared side by side: another may be quicker.
    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /// The message, if an earlier attempt got so far.
    private Optional<Path> left(String name) throws IOException {
        Path unseen = maildir.resolve("new").resolve(name);
        if (Files.exists(unseen)) {
            return Optional.of(unseen);
        }
        String base = name.substring(0, name.indexOf(','));
        try (DirectoryStream<Path> seen =
                Files.newDirectoryStream(maildir.resolve("cur"), base + "*")) {
            for (Path file : seen) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
