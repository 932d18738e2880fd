package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapMessageFaultsTest {

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    private static List<String> fetch(WireClient client) throws IOException {
        return client.ask("a", "UID FETCH 1:* BODY.PEEK[]");
    }

    @Test
    void announcedMessageCannotBeFetchedAtFirst() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("withheld each=2");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID FETCH 1 (UID FLAGS)")).hasSize(2);
            assertThat(fetch(client)).containsExactly("a OK FETCH completed.");
            assertThat(fetch(client)).containsExactly("a OK FETCH completed.");
            assertThat(fetch(client)).contains("Subject: one");
        }
    }

    @Test
    void freshMessageCannotBeFetchedForSomeSeconds() throws IOException {
        lab.exchange.faults().add("withheld fresh=60s style=empty");
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            assertThat(fetch(client))
                    .containsExactly("* 1 FETCH (UID 1 BODY[] {0}", ")", "a OK FETCH completed.");
            lab.clock.advance(Duration.ofSeconds(59));
            assertThat(fetch(client)).doesNotContain("Subject: one");
            lab.clock.advance(Duration.ofSeconds(1));
            assertThat(fetch(client)).contains("Subject: one");
        }
    }

    @Test
    void bodyMayBeNil() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("withheld style=nil times=1");
        try (WireClient client = lab.select()) {
            assertThat(fetch(client))
                    .containsExactly("* 1 FETCH (UID 1 BODY[] NIL)", "a OK FETCH completed.");
        }
    }

    @Test
    void placeholderComesFirstAndTheMessageLater() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.exchange.faults().add("placeholder uid=2 times=1");
        try (WireClient client = lab.select()) {
            assertThat(fetch(client))
                    .contains(
                            "Subject: one",
                            "From: \"Microsoft Exchange Server\" <.MISSING-HOST-NAME.>",
                            "Subject: Retrieval using the IMAP4 protocol failed for the following"
                                    + " message: 2")
                    .doesNotContain("Message-ID: <two@contoso.com>");
            assertThat(fetch(client)).contains("Message-ID: <two@contoso.com>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "0", "-1"})
    void toldSizeMayBeAnything(String size) throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("false-size bytes=" + size);
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "FETCH 1 RFC822.SIZE").getFirst())
                    .isEqualTo("* 1 FETCH (RFC822.SIZE " + size + ")");
        }
    }

    @Test
    void everyDownloadHasOtherBytes() throws IOException {
        lab.inbox()
                .deliver(
                        MessageSource.of(
                                """
                                Content-Type: multipart/mixed; boundary="_000_ABCDEF123456_"

                                --_000_ABCDEF123456_

                                part
                                --_000_ABCDEF123456_--
                                """),
                        lab.clock.instant(),
                        Set.of());
        lab.exchange.faults().add("rendition");
        try (WireClient client = lab.select()) {
            List<String> first = fetch(client);
            List<String> second = fetch(client);
            assertThat(first).hasSameSizeAs(second).contains("part").isNotEqualTo(second);
            assertThat(String.join("\n", first)).doesNotContain("_000_ABCDEF123456_");
        }
    }

    @Test
    void contentIsShorterThanAnnounced() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("short-content keep=10");
        try (WireClient client = lab.select()) {
            client.send("a UID FETCH 1 BODY.PEEK[]");
            assertThat(client.line()).endsWith("{109}");
            assertThat(client.line()).isEqualTo("Message-ID)");
            assertThat(client.line()).isEqualTo("a OK FETCH completed.");
        }
    }

    @Test
    void answerCarriesAnotherUid() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("wrong-uid shift=5");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID FETCH 1 FLAGS").getFirst())
                    .isEqualTo("* 1 FETCH (FLAGS () UID 6)");
            assertThat(client.ask("b", "UID STORE 1 FLAGS (\\Seen)").getFirst())
                    .isEqualTo("* 1 FETCH (FLAGS (\\Seen) UID 6)");
        }
    }

    @Test
    void partialAnswerNamesAnotherOrigin() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("wrong-origin shift=3");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "FETCH 1 BODY.PEEK[]<0.4>").getFirst())
                    .isEqualTo("* 1 FETCH (BODY[]<3> {4}");
        }
    }

    @Test
    void uidMayFollowTheContent() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("uid-last");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID FETCH 1 BODY.PEEK[TEXT]"))
                    .containsExactly(
                            "* 1 FETCH (BODY[TEXT] {8}",
                            "Hello.", " UID 1)", "a OK FETCH completed.");
        }
    }

    @Test
    void messageVanishesWhenItIsAskedFor() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.exchange.faults().add("vanishes uid=1");
        try (WireClient client = lab.select()) {
            List<String> answer = fetch(client);
            assertThat(answer)
                    .contains("Subject: two")
                    .doesNotContain("Subject: one")
                    .endsWith("a NO Some of the requested messages no longer exist.");
            assertThat(client.ask("b", "NOOP")).contains("* 1 EXPUNGE");
        }
    }
}
