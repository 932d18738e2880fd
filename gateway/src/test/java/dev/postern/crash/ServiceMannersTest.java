package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a running service behaves towards its operator.
@Tag("crash")
class ServiceMannersTest {

    @TempDir private Path folder;
    private Household house;

    @BeforeEach
    void open() throws Exception {
        house = new Household(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void stops(PosternProcess service) throws Exception {
        service.signal("TERM");
        PosternProcess.Result result = service.await();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("stopping", "stopped").doesNotContain("Exception");
    }

    @Test
    void secondServiceOnTheSameFolderIsRefusedByTheFirstOnesNumber() throws Exception {
        try (PosternProcess first = house.service()) {
            PosternProcess.Result second = house.postern("run");

            assertThat(second.code()).isEqualTo(2);
            assertThat(second.err()).contains("(process " + first.pid() + ")");
            assertThat(house.postern("status").code()).isZero();
            stops(first);
        }
        try (PosternProcess next = house.service()) {
            stops(next);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void orderToStopFinishesWhatIsInHand(String signal) throws Exception {
        assumeFalse(signal.equals("INT") && interruptIsIgnored(), "started in the background");
        house.letters.send(Scene.IMAP, 400);
        try (PosternProcess service = house.service()) {
            Household.await("some are taken", () -> house.inInbox() > 3);
            service.signal(signal);
            PosternProcess.Result result = service.await();

            assertThat(result.code()).isZero();
            assertThat(result.err()).doesNotContain("Exception").doesNotContain("ALARM");
        }
        int taken = house.letters.sent().size() - house.scene.left();
        String list = house.postern("queue", "list", "--state", "any").out();
        // Whatever was taken is known here, and nothing that was not is gone there.
        assertThat(list.lines().count()).isEqualTo(taken);
        assertThat(list).doesNotContain(" sending");
    }

    /// A shell that starts a command in the background has it and all below it ignore SIGINT.
    private static boolean interruptIsIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    @Test
    void changedSettingsAreTakenOverOnHangUpAndByCommand() throws Exception {
        try (PosternProcess service = house.service()) {
            Files.createDirectory(folder.resolve("other"));
            house.change("folder: inbox", "folder: other");
            service.signal("HUP");
            assertThat(service.says("settings read anew: destination inbox changed")).isTrue();
            house.letters.send(Scene.IMAP, 1);
            Household.await(
                    "the message is in the other folder",
                    () -> folder.resolve("other").toFile().list().length == 2);

            house.change("folder: other", "folder: inbox");
            house.change("every: 10s, idle: true", "every: 15s, idle: true");
            PosternProcess.Result reload = house.postern("config", "reload");
            assertThat(reload.out())
                    .isEqualTo("mailbox requests changed\ndestination inbox changed\n");
            house.letters.send(Scene.IMAP, 1);
            Household.await("the message is in the inbox", () -> house.inInbox() == 1);
            stops(service);
        }
    }

    @Test
    void wrongSettingsAreRefusedAndTheOldOnesStayWithAnAlarm() throws Exception {
        try (PosternProcess service = house.service()) {
            house.change("after: delete", "after: burn");

            PosternProcess.Result reload = house.postern("config", "reload");
            assertThat(reload.code()).isEqualTo(2);
            assertThat(reload.err()).contains("goes on with the settings it has", "`burn`");
            PosternProcess.Result status = house.postern("status");
            assertThat(status.code()).isEqualTo(1);
            assertThat(status.out()).contains("A PERSON MUST ACT", "settings cannot be read anew");
            house.letters.send(Scene.IMAP, 1);
            Household.await("collected as before", () -> house.inInbox() == 1);

            house.change("after: burn", "after: delete");
            assertThat(house.postern("config", "reload").out()).contains("nothing changed");
            assertThat(house.postern("status").code()).isZero();
            stops(service);
        }
        assertThat(house.postern("config", "reload").code()).isEqualTo(2);
    }

    @Test
    void whatCannotChangeInARunningServiceIsRefusedAsAWhole() throws Exception {
        try (PosternProcess service = house.service()) {
            Path other = Files.createDirectory(folder.resolve("elsewhere"));
            String before = Files.readString(house.scene.settings);
            house.change("data: data", "data: elsewhere\ncontrol: {socket: data/control.sock}");

            PosternProcess.Result reload = house.postern("config", "reload");

            assertThat(reload.code()).isEqualTo(2);
            assertThat(reload.err()).contains("`data` cannot change while the service runs");
            assertThat(other).isEmptyDirectory();
            Files.writeString(house.scene.settings, before);
            assertThat(house.postern("config", "reload").code()).isZero();
            stops(service);
        }
    }

    @Test
    void statusSaysByItsExitCodeWhetherAPersonMustAct() throws Exception {
        assertThat(house.postern("status").code()).isEqualTo(2);
        try (PosternProcess service = house.service()) {
            PosternProcess.Result status = house.postern("status", "--json");
            assertThat(status.code()).isZero();
            assertThat(status.out()).contains("\"healthy\" : true").contains("\"requests\"");
            assertThat(house.postern("status").out().lines())
                    .allMatch(line -> line.length() <= 100)
                    .anyMatch(line -> line.startsWith("requests"));
            service.kill();
        }
        // The socket is still there, and nobody behind it.
        PosternProcess.Result gone = house.postern("status");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.err()).contains("No service is running");
    }

    @Test
    void queueIsWorkedOnBesideTheService() throws Exception {
        house.scene.application.refuse(true);
        house.letters.send(Scene.IMAP, 1);
        try (PosternProcess service = house.service()) {
            Household.await("it is parked", () -> listed("parked").contains("parked"));
            String id = listed("parked").substring(0, listed("parked").indexOf(' '));

            assertThat(house.postern("queue", "show", id).out())
                    .contains("message     " + id, "no such form", "refused app");
            Path copy = folder.resolve("copy.eml");
            assertThat(house.postern("queue", "export", id, "-o", copy.toString()).code()).isZero();
            assertThat(Letters.digest(Files.readAllBytes(copy))).isIn(house.letters.sent());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rw-------");
            assertThat(house.postern("queue", "export", id, "-o", copy.toString()).err())
                    .contains("is there already");
            Path none = folder.resolve("none.eml");
            PosternProcess.Result unknownOne =
                    house.postern("queue", "export", "00000000ZZZZZZ", "-o", none.toString());
            assertThat(unknownOne.code()).isEqualTo(2);
            assertThat(unknownOne.err()).contains("00000000ZZZZZZ");
            assertThat(none).doesNotExist();

            assertThat(house.postern("queue", "retry", id).code()).isEqualTo(1);
            house.scene.application.refuse(false);
            assertThat(house.postern("queue", "release", id).out()).isEqualTo(id + "\n");
            Household.await("it is delivered", () -> !house.scene.application.taken().isEmpty());

            PosternProcess.Result unknown = house.postern("queue", "delete", "00000000ZZZZZZ");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.err()).contains("00000000ZZZZZZ");
            assertThat(house.postern("queue", "show", "mail").code()).isEqualTo(2);
            stops(service);
        }
        assertThat(house.postern("queue", "list", "--state", "delivered").out().lines()).hasSize(1);
    }

    private String listed(String state) throws java.io.IOException, InterruptedException {
        return house.postern("queue", "list", "--state", state).out();
    }

    @Test
    void messageIsParkedAndDeletedByHand() throws Exception {
        house.scene.application.close();
        house.letters.send(Scene.IMAP, 1);
        try (PosternProcess service = house.service()) {
            Household.await("it waits", () -> listed("waiting").contains("app waiting"));
            String id = listed("waiting").substring(0, listed("waiting").indexOf(' '));

            assertThat(house.postern("queue", "park", id).code()).isZero();
            assertThat(house.postern("queue", "list").out()).contains("app parked (by hand");
            assertThat(house.postern("queue", "delete", id).code()).isZero();
            assertThat(house.postern("queue", "list").out()).isEmpty();
            assertThat(house.postern("queue", "show", id).out()).contains("deleted app by ");
            stops(service);
        }
    }

    @Test
    void visitByHandWorksBesideTheService() throws Exception {
        try (PosternProcess service = house.service()) {
            Household.await(
                    "the first round is over", () -> house.postern("status").out().contains("ago"));
            house.letters.send(Scene.POP3, 5);

            PosternProcess.Result visit = house.postern("collect", "invoices", "--once");

            assertThat(visit.code()).as(visit.err()).isZero();
            Household.await("all are there", () -> house.inInbox() == 5);
            Household.await("at the webhook", () -> house.scene.application.taken().size() == 5);
            assertThat(house.scene.application.taken().values()).allMatch(keys -> keys.size() == 1);
            stops(service);
        }
    }

    @Test
    void logIsReadByProgramsIfTheyAsk() throws Exception {
        house.letters.send(Scene.IMAP, 2);
        try (PosternProcess service =
                PosternProcess.start(
                        house.setting,
                        "run",
                        "--log",
                        "json",
                        "-c",
                        house.scene.settings.toString())) {
            assertThat(service.says("handed over to inbox")).isTrue();
            stops(service);
            List<String> lines = service.err().lines().toList();
            assertThat(lines)
                    .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"formattedMessage\":\"started: 2 mailboxes"));
        }
    }
}
