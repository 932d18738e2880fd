package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.folder.DurableFolder.Draft;
import dev.postern.delivery.mime.Letterhead;
import dev.postern.delivery.mime.MessageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hands messages over as files: `<id>.json` with what is known of the message, then `<id>.eml`
/// with its octets exactly as received.
///
/// Whoever sees the `.eml` finds the `.json`. A message that comes again is not written again while
/// its `.eml` is there; once the application has taken it away, it appears anew under the same
/// name.
public final class FolderAgent implements DeliveryAgent {

    private static final int BATCH = 512;

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
                        .map(parcel -> parcel.message().id().value())
                        .flatMap(id -> Stream.of(id + ".json", id + ".eml"))
                        .collect(Collectors.toSet()));
        return Batch.write(parcels, files, folder, this::prepare);
    }

    private Batch.Prepared prepare(Parcel parcel) throws IOException {
        String id = parcel.message().id().value();
        Path eml = folder.resolve(id + ".eml");
        return Files.exists(eml) && Files.size(eml) == parcel.message().size()
                ? new Batch.Prepared(List.of(), eml + " was there already")
                : new Batch.Prepared(drafts(parcel, id), eml.toString());
    }

    /* Renames in one folder reach the disk in their order on journalling file systems, so one fsync
     * of the folder after both is enough for the .json to be there first. */
    private List<Draft> drafts(Parcel parcel, String id) throws IOException {
        Beginning beginning = new Beginning();
        Draft eml = files.draft(id + ".eml", out -> beginning.copy(parcel, out));
        try {
            byte[] facts = MessageFacts.document(parcel, beginning.letterhead(parcel));
            return List.of(files.draft(id + ".json", out -> out.write(facts)), eml);
        } catch (IOException | RuntimeException e) {
            eml.close();
            throw e;
        }
    }

    /// The beginning of a message, kept while the message goes by, so that it is read only once.
    private static final class Beginning {

        private static final int OCTETS = 64 * 1024;

        private byte[] octets = {};

        void copy(Parcel parcel, OutputStream out) throws IOException {
            try (InputStream message = parcel.open()) {
                octets = message.readNBytes(OCTETS);
                out.write(octets);
                message.transferTo(out);
            }
        }

        Letterhead letterhead(Parcel parcel) throws IOException {
            return octets.length < OCTETS || holdsEmptyLine()
                    ? Letterhead.of(octets)
                    : Letterhead.read(parcel);
        }

        /// The header block ends there, whatever ends the lines.
        private boolean holdsEmptyLine() {
            for (int i = 2; i < octets.length; i++) {
                boolean bare = octets[i] == '\n' && octets[i - 1] == '\n';
                boolean full = octets[i] == '\n' && octets[i - 1] == '\r' && octets[i - 2] == '\n';
                if (bare || full) {
                    return true;
                }
            }
            return false;
        }
    }
}
