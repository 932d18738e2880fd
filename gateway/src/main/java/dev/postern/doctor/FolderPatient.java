package dev.postern.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/// A folder that Postern writes into: it is there, it can be written to, what is written reaches
/// the disk, and there is room. A value.
///
/// @param reserve octets that must stay free
/// @param secrets files beside it that nobody else should read
public record FolderPatient(
        String name, String about, Path folder, long reserve, List<Path> secrets)
        implements Patient {

    private static final long MIB = 1L << 20;

    public FolderPatient {
        secrets = List.copyOf(secrets);
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.FOLDER, Step.SPACE));
        if (!secrets.isEmpty()) {
            steps.add(Step.SECRETS);
        }
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException {
        write(chart);
        space(chart);
        if (!secrets.isEmpty()) {
            secrets(chart);
        }
    }

    private void write(Chart chart) throws OverException {
        try {
            Path probe = Files.createTempFile(folder, ".postern-check-", "");
            try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
                channel.force(true);
            } finally {
                Files.delete(probe);
            }
            chart.fine(Step.FOLDER, folder + " can be written to, and fsync works");
        } catch (IOException e) {
            throw chart.failed(Step.FOLDER, unwritable(e));
        }
    }

    private Ailment unwritable(IOException e) {
        String path = Troubles.quoted(folder);
        Troubles troubles =
                Files.isDirectory(folder)
                        ? Troubles.of("folder-closed", folder + " cannot be written to.")
                                .cause(
                                        "It does not belong to the user who runs Postern.",
                                        Troubles.bash(
                                                "Look at its owner, and make it that user's.",
                                                "ls -ld %s; chown postern: %s"
                                                        .formatted(path, path)))
                                .cause("Its disk is full, broken or mounted read-only.")
                        : Troubles.of("folder-missing", "There is no folder %s.".formatted(folder))
                                .cause(
                                        "It was never made.",
                                        Troubles.bash(
                                                "Make it for the user who runs Postern.",
                                                "install -d -m 700 -o postern %s".formatted(path)))
                                .cause("The disk it lies on is not mounted.");
        return troubles.ailment(
                "We wrote a small file into %s.".formatted(folder),
                e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    private void space(Chart chart) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = "%,d MiB free".formatted(free / MIB);
            if (free >= 2 * reserve) {
                chart.fine(Step.SPACE, text);
                return;
            }
            Ailment ailment =
                    Troubles.of(
                                    "space",
                                    free < reserve
                                            ? "Less is free than the %,d MiB that must stay so: nothing is accepted."
                                                    .formatted(reserve / MIB)
                                            : "It is nearly as little as must stay free (%,d MiB)."
                                                    .formatted(reserve / MIB))
                            .cause(
                                    "The disk is filling up.",
                                    Troubles.bash(
                                            "See by what.",
                                            "df -h %s; du -xsh %s/*"
                                                    .formatted(
                                                            Troubles.quoted(folder),
                                                            Troubles.quoted(folder))))
                            .ailment("We asked how much room there is.", text);
            if (free < reserve) {
                chart.wrong(Step.SPACE, ailment);
            } else {
                chart.warn(Step.SPACE, text, ailment);
            }
        } catch (IOException e) {
            chart.unknown(Step.SPACE, "the file system does not say: " + e.getMessage());
        }
    }

    private void secrets(Chart chart) {
        List<Path> open = secrets.stream().filter(FolderPatient::readableByOthers).toList();
        if (open.isEmpty()) {
            chart.fine(
                    Step.SECRETS, "%d, and no other user may read them".formatted(secrets.size()));
            return;
        }
        String files = String.join(" ", open.stream().map(Troubles::quoted).toList());
        chart.warn(
                Step.SECRETS,
                "every user of this machine can read %d of %d"
                        .formatted(open.size(), secrets.size()),
                Troubles.of("secrets-open", "Other users of this machine can read secrets.")
                        .cause(
                                "The files' permissions are too wide.",
                                Troubles.bash("Close them.", "chmod go-rwx " + files))
                        .ailment("We looked at the permissions of the secret files.", ""));
    }

    private static boolean readableByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException _) {
            // No file, or no such permissions: who reads it will say so.
            return false;
        }
    }
}
