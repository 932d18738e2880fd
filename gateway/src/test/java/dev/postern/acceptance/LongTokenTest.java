package dev.postern.acceptance;

import static dev.postern.collector.Server.Protocol.IMAP;
import static dev.postern.collector.Server.Protocol.POP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.store.MessageSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// T18 and what else concerns tokens, in a lab of its own whose tokens are odd.
@Tag("acceptance")
class LongTokenTest {

    @TempDir Path folder;

    @Test
    void t18TokenOfFiveThousandOctetsSignsInByBothProtocols() throws Exception {
        visitBoth("{octets: 5000}");
    }

    @Test
    void t06TokensThatLiveShorterThanTheMarginAreUsedAllTheSame() throws Exception {
        visitBoth("{lifetime: 20s}");
    }

    private void visitBoth(String tokens) throws Exception {
        Path world = Files.createDirectory(folder.resolve("world"));
        try (Lab lab = Lab.start(LabSettings.free(world));
                Rig rig = new Rig(folder)) {
            lab.directory().patch("/tokens", tokens);
            for (Server.Protocol protocol : List.of(IMAP, POP3)) {
                int first = protocol == IMAP ? 1 : 101;
                for (int number = first; number < first + 3; number++) {
                    long _ =
                            lab.mail()
                                    .store()
                                    .deliver(
                                            "razr@example.cz",
                                            MessageSource.of(
                                                    Box.text(number)
                                                            .getBytes(StandardCharsets.US_ASCII)));
                }
                Server server = Rig.server(lab, lab.clientContext(), protocol, "odd");
                MailboxPlan plan = rig.plan("razr", new MailboxPlan.After.Delete());
                MailboxStatus status = rig.collector.visitOnce(new Assignment(plan, server));

                assertThat(status.trouble()).isEmpty();
                assertThat(status.lastReport().orElseThrow().taken()).isEqualTo(3);
                assertThat(lab.mail().store().mailbox("razr@example.cz").inbox().messages())
                        .isEmpty();
                assertThat(lab.mail().journal().dialogues()).hasSize(protocol == IMAP ? 1 : 2);
            }
        }
    }
}
