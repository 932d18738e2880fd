package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.Flag;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Three messages with the UIDs 2, 3 and 5, of 1, 2 and 3 November.
class ImapSearchTest {

    @RegisterExtension final ImapFixture lab = new ImapFixture();
    private WireClient client;

    @BeforeEach
    void start() throws IOException {
        deliver("gone", "2026-11-01T00:00:00Z");
        deliver("invoice 1", "2026-11-01T12:00:00Z", Flag.SEEN);
        deliver("invoice 2", "2026-11-02T12:00:00Z", Flag.DELETED, Flag.FLAGGED);
        deliver("gone", "2026-11-02T00:00:00Z");
        deliver("Reminder", "2026-11-03T12:00:00Z");
        lab.inbox().remove(1);
        lab.inbox().remove(4);
        client = lab.select();
    }

    private void deliver(String subject, String arrived, Flag... flags) {
        lab.inbox().deliver(ImapFixture.message(subject), Instant.parse(arrived), Set.of(flags));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "ALL | 2 3 5",
                "UNSEEN | 3 5",
                "SEEN | 2",
                "UNSEEN UNDELETED | 5",
                "DELETED | 3",
                "NOT FLAGGED | 2 5",
                "OR SEEN FLAGGED | 2 3",
                "(UNSEEN UNFLAGGED) | 5",
                "UID 3:* | 3 5",
                "UID 6:* | 5",
                "UID 1,4,6:9 | none",
                "1:2 | 2 3",
                "* | 5",
                "SINCE 2-Nov-2026 | 3 5",
                "BEFORE 02-Nov-2026 | 2",
                "ON 2-nov-2026 | 3",
                "SENTSINCE 3-Nov-2026 | 5",
                "SUBJECT invoice | 2 3",
                "SUBJECT \"INVOICE 2\" | 3",
                "HEADER Message-ID <Reminder@contoso.com> | 5",
                "HEADER X-None \"\" | none",
                "FROM anna TO razr | 2 3 5",
                "BODY hello | 2 3 5",
                "BODY contoso | none",
                "TEXT contoso UNSEEN | 3 5",
                "LARGER 100000 | none",
                "SMALLER 100000 | 2 3 5",
                "KEYWORD $Forwarded | none",
                "UNKEYWORD $Other NEW | 3 5",
                "CHARSET UTF-8 SEEN | 2",
                "OLD | none"
            })
    void criteriaFind(String criteria, String uids) throws IOException {
        assertThat(client.ask("a", "UID SEARCH " + criteria))
                .containsExactly(
                        uids == null ? "* SEARCH" : "* SEARCH " + uids, "a OK SEARCH completed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NONSENSE",
                "SINCE yesterday",
                "SINCE 31-Feb-2026x",
                "UID 0",
                "UID 99999999999",
                "OR SEEN",
                "(SEEN",
                "HEADER A",
                "LARGER -1",
                "SUBJECT \"open"
            })
    void wrongCriteriaAreRefused(String criteria) throws IOException {
        assertThat(client.ask("a", "SEARCH " + criteria))
                .containsExactly("a BAD Command Argument Error. 12");
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 1_000})
    void deeplyNestedCriteriaAreRefused(int depth) throws IOException {
        assertThat(client.ask("a", "SEARCH " + "NOT ".repeat(depth) + "SEEN"))
                .containsExactly("a BAD Command Argument Error. 12");
    }
}
