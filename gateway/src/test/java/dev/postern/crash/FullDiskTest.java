package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk of the store fills up while the service runs. Needs the right to mount.
@Tag("crash")
class FullDiskTest {

    private static final int MIB = 1 << 20;

    /// Of the 16 MiB that the scene's settings keep free, a quarter stays: less stops all intake.
    private static final int LEFT_MIB = 2;

    @TempDir private Path folder;

    @Test
    void fullDiskStopsTheIntakeWithAnAlarmAndLosesNothing() throws Exception {
        try (Household house = new Household(folder);
                var _ = Mount.on(folder.resolve("data"), "size=64m");
                PosternProcess service = house.service()) {
            house.letters.send(Scene.IMAP, 5);
            Household.await("collected at first", () -> house.inInbox() == 5);
            Path ballast = folder.resolve("data/ballast");
            fill(ballast);
            assertThat(service.says("ALARM queue space")).isTrue();
            assertThat(house.postern("status").code()).isEqualTo(1);

            house.letters.send(Scene.IMAP, 20);
            house.letters.send(Scene.POP3, 20);
            assertThat(service.says("mailbox=requests visit failed")).isTrue();
            assertThat(house.scene.left()).isEqualTo(40);
            assertThat(house.inInbox()).isEqualTo(5);

            Files.delete(ballast);
            Household.await("it goes on by itself", () -> house.inInbox() == 45);
            Household.await("emptied", () -> house.scene.left() == 0);
            assertThat(service.says("alarm over: queue space")).isTrue();
            service.signal("TERM");
            assertThat(service.await().code()).isZero();
        }
    }

    @Test
    void firstStartOnAFullDiskIsRefusedInFewWords() throws Exception {
        try (Household house = new Household(folder);
                var _ = Mount.on(folder.resolve("data"), "size=64k")) {
            PosternProcess.Result result = house.postern("run");

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("The disk or the database is full: free some space");
            assertThat(result.err().lines()).hasSizeLessThan(10);
        }
    }

    @Test
    void blocksSmallerThanPagesOfMemoryAreWarnedOf() throws Exception {
        try (Household house = new Household(folder)) {
            Path data = folder.resolve("data");
            assertThat(house.postern("config", "check").out()).doesNotContain("blocks of");
            try (SmallDisk _ = SmallDisk.on(data, 1024).orElse(null)) {
                assumeTrue(
                        Files.getFileStore(data).getBlockSize() == 1024,
                        "needs the right to mount a disk");

                PosternProcess.Result result = house.postern("config", "check");

                assertThat(result.code()).isZero();
                assertThat(result.out())
                        .contains("data", "has blocks of 1024 octets", "mkfs.ext4 -b 4096");
            }
        }
    }

    static void fill(Path ballast) throws Exception {
        byte[] piece = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (ballast.toFile().getUsableSpace() > LEFT_MIB * MIB) {
                out.write(piece);
            }
        }
    }
}
