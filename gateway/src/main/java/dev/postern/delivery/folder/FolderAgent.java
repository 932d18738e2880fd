package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.mime.Letterhead;
import dev.postern.delivery.mime.MessageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Hands messages over as files: `<id>.json` with what is known of the message, then `<id>.eml`
/// with its octets exactly as received.
///
/// Whoever sees the `.eml` finds the `.json`. A message that comes again is not written again while
/// its `.eml` is there; once the application has taken it away, it appears anew under the same
/// name.
public final class FolderAgent implements DeliveryAgent {

    private final Path folder;
    private final DurableFolder files;

    /// @param folder exists already
    /// @param permissions of the files
    /// @param random for the names of files while they grow
    public FolderAgent(Path folder, Set<PosixFilePermission> permissions, RandomGenerator random) {
        this.folder = folder;
        this.files = new DurableFolder(folder, folder, permissions, random);
    }

    @Override
    public Answer hand(Parcel parcel) {
        String id = parcel.message().id().value();
        Path eml = folder.resolve(id + ".eml");
        try {
            if (parcel.attempt() > 1) {
                files.sweep(id + ".json");
                files.sweep(id + ".eml");
            }
            boolean there = Files.exists(eml) && Files.size(eml) == parcel.message().size();
            if (!there) {
                write(parcel, id);
            }
            files.sync();
            return new Answer.Taken(there ? eml + " was there already" : eml.toString());
        } catch (IOException e) {
            return FileTrouble.with(folder, e);
        }
    }

    /* Renames in one folder reach the disk in their order on journalling file systems, so one fsync
     * of the folder after both is enough for the .json to be there first. */
    private void write(Parcel parcel, String id) throws IOException {
        byte[] facts = MessageFacts.document(parcel.message(), Letterhead.read(parcel));
        files.write(id + ".json", out -> out.write(facts));
        files.write(
                id + ".eml",
                out -> {
                    try (InputStream message = parcel.open()) {
                        message.transferTo(out);
                    }
                });
    }
}
