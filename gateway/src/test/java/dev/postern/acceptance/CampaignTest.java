package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.event.Event;
import dev.postern.queue.Ledger.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Anything goes wrong at random for a while; then all is well, and every message has arrived once.
@Tag("acceptance")
class CampaignTest {

    private static final List<String> IMAP =
            List.of(
                    "drop command=FETCH times=1 after=%d from=reply",
                    "reset command=FETCH times=1 after=%d from=reply",
                    "drop command=STORE times=1 after=%d from=answer",
                    "drop command=EXPUNGE times=1 from=answer",
                    "drop command=SEARCH times=1",
                    "drop command=SELECT times=1",
                    "reset command=LOGOUT times=1",
                    "withheld each=1 style=nothing",
                    "withheld each=1 style=nil",
                    "withheld each=1 style=empty",
                    "placeholder each=1",
                    "bad-argument each=1",
                    "throttled times=1 command=FETCH backoff=%dms",
                    "server-unavailable times=1 command=FETCH",
                    "token-expired times=1 command=STORE",
                    "say times=1 command=EXPUNGE",
                    "answer text=NO times=1 command=STORE",
                    "false-size bytes=%d each=2",
                    "uid-last each=2",
                    "wrong-uid each=1 shift=%d",
                    "capabilities without=UIDPLUS times=1",
                    "others-expunge victim=999999 times=1",
                    "rendition each=1",
                    "read-only times=1");
    private static final List<String> POP3 =
            List.of(
                    "drop command=RETR times=1 after=%d from=reply",
                    "reset command=RETR times=1 after=%d from=reply",
                    "drop command=DELE times=1 from=reply",
                    "drop command=DELE times=1 from=answer",
                    "drop command=QUIT times=1 from=reply",
                    "drop command=QUIT times=1 from=answer",
                    "reset command=UIDL times=1 after=%d from=reply",
                    "drop command=LIST times=1",
                    "withheld each=1 style=nothing",
                    "withheld each=1 style=empty",
                    "placeholder each=1",
                    "bad-argument each=1",
                    "throttled times=1 command=RETR backoff=%dms",
                    "token-expired times=1 command=RETR",
                    "capabilities with=PIPELINING times=3",
                    "false-size bytes=%d each=2");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"IMAP, 1", "IMAP, 2", "IMAP, 3", "POP3, 1", "POP3, 2", "POP3, 3"})
    void everyMessageArrivesOnceWhateverHappensOnTheWay(Server.Protocol protocol, long seed)
            throws Exception {
        campaign(protocol, seed, 12);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"IMAP, 100", "POP3, 100"})
    void everyMessageArrivesOnceInALongCampaign(Server.Protocol protocol, long seed)
            throws Exception {
        for (long each = seed; each < seed + 10; each++) {
            campaign(protocol, each, 30);
        }
    }

    private void campaign(Server.Protocol protocol, long seed, int rounds) throws Exception {
        Random random = new Random(seed);
        List<String> faults = protocol == Server.Protocol.IMAP ? IMAP : POP3;
        try (Rig rig = new Rig(folder)) {
            Box box = rig.box(protocol).bounds(25, 1000);
            int sent = 0;
            for (int round = 0; round < rounds; round++) {
                for (int more = random.nextInt(6); more >= 0; more--) {
                    long _ = box.deliver(Box.text(++sent));
                }
                for (int more = random.nextInt(3); more >= 0; more--) {
                    String fault = faults.get(random.nextInt(faults.size()));
                    box.fault(
                            fault.contains("%d")
                                    ? fault.formatted(1 + random.nextInt(400))
                                    : fault);
                }
                MailboxStatus _ = box.tryVisit();
                rig.clock.advance(Duration.ofSeconds(random.nextInt(400)));
            }
            box.heal();
            for (int i = 0; i < 3; i++) {
                rig.clock.advance(Duration.ofHours(1));
                box.visitUntilQuiet();
            }

            assertThat(box.left()).as("seed %d: the mailbox is empty", seed).isZero();
            assertThat(box.handedOver())
                    .extracting(CampaignTest::withoutRendition)
                    .as("seed %d: every message once", seed)
                    .containsExactlyInAnyOrderElementsOf(Box.texts(sent));
            assertThat(box.ledger()).hasSize(sent).containsOnly(State.DONE);
            assertThat(rig.events(Event.FetchFailed.class)).noneMatch(Event.FetchFailed::parked);
        }
    }

    /// A message that is rendered anew has a line of the lab's own before all others.
    private static String withoutRendition(String message) {
        return message.replaceFirst("^X-MS-Exchange-Rendition: \\d+\r\n", "");
    }
}
