package dev.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.account.SenderPolicy;
import dev.postern.account.SenderPolicy.From;
import dev.postern.protocol.mail.AddrSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may send as whom, and what is mended.
class AuthorTest {

    private static final String REST = "Date: x\r\nMessage-ID: <1@x>\r\n\r\ntext\r\n";
    private static final String SCANNER = "scanner@example.cz";

    private final Desk desk = new Desk();
    private final Principal strict = Desk.account(From.KEEP, SCANNER, "*@shop.example.cz");
    private final Principal repairing = Desk.account(From.REPAIR, "*@shop.example.cz", SCANNER);
    private final Principal forcing = Desk.account(From.FORCE, SCANNER);

    @Test
    void senderThatIsNotAllowedIsRefusedWithThoseThatAre() {
        Refusal no = desk.relay.sender(strict, AddrSpec.parse("a@contoso.com")).orElseThrow();

        assertThat(no.code()).isEqualTo(550);
        assertThat(no.status()).hasToString("5.7.1");
        assertThat(no.words()).contains("a@contoso.com", SCANNER, "*@shop.example.cz");
    }

    @ParameterizedTest
    @CsvSource({
        "scanner@example.cz",
        "SCANNER@EXAMPLE.CZ",
        "till7@shop.example.cz",
        "''", // the null reverse-path
    })
    void senderThatIsAllowedPasses(String sender) {
        assertThat(desk.relay.sender(strict, AddrSpec.parse(sender))).isEmpty();
    }

    @Test
    void accountWithoutSendersSendsNothing() {
        Principal none = Desk.account(From.KEEP);

        assertThat(desk.relay.sender(none, Optional.empty())).isPresent();
        assertThat(desk.relay.sender(none, AddrSpec.parse(SCANNER))).isPresent();
    }

    @Test
    void repairWithoutAnAddressToPutInsteadSendsNothing() {
        assertThat(
                        desk.relay.sender(
                                Desk.account(From.REPAIR, "*@example.cz"), AddrSpec.parse(SCANNER)))
                .isPresent();
    }

    @Test
    void senderThatStandsAloneIsNoBetter() throws Exception {
        String alone = "Sender: a@contoso.com\r\n" + REST;

        assertThat(desk.refusal(strict, SCANNER, alone).status()).hasToString("5.7.1");
        for (Principal mended : List.of(repairing, forcing)) {
            assertThat(desk.onward(mended, SCANNER, alone))
                    .startsWith("From: <" + SCANNER + ">\r\nDate: x");
        }
    }

    @Test
    void authorBehindMoreThanAnybodyReadsIsRefused() throws Exception {
        String many = "From: " + (SCANNER + ",\r\n ").repeat(100) + "a@contoso.com\r\n";

        assertThat(desk.refusal(strict, SCANNER, many + REST).status()).hasToString("5.7.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fro(x)m", "(x)From", "SEND(x", "Fro(m\\"})
    void fieldThatSomeReadersTakeForTheAuthorIsRefused(String name) throws Exception {
        String message = "From: scanner@example.cz\r\n" + name + ": a@contoso.com\r\n" + REST;

        Refusal no = desk.refusal(strict, SCANNER, message);

        assertThat(no.status()).hasToString("5.6.0");
        assertThat(no.words()).endsWith(name);
    }

    @Test
    void longNameOfAFieldIsNotShownAsAWhole() throws Exception {
        String message = "From: a@example.cz\r\nFrom(" + "x".repeat(5_000) + ": y\r\n" + REST;

        assertThat(desk.refusal(strict, SCANNER, message).words()).hasSizeLessThan(200);
    }

    @Test
    void parenthesisInAnotherNameIsNobodysBusiness() throws Exception {
        String message = "From: scanner@example.cz\r\nX-Job(3): x\r\n" + REST;

        assertThat(desk.onward(strict, SCANNER, message)).contains("X-Job(3): x\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a@contoso.com",
                "From: Scanner <a@contoso.com>",
                "from : \"scanner@example.cz\" <a@contoso.com>",
                "From: scanner@example.cz (Scanner) <a@contoso.com>",
                "From: <scanner@example.cz> a@contoso.com",
                "From: <scanner@example.cz> \"a@contoso.com",
                "From: <scanner@example.cz>Others: a@contoso.com",
                "From: scanner@example.cz, a@contoso.com",
                "From: a group: scanner@example.cz, a@contoso.com;",
                "From: scanner@example.cz\r\nSender: a@contoso.com",
                "From: Scanner",
                "From:",
                "From: undisclosed:;",
                "From: <a@contoso.com> <scanner@example.cz>",
                "From: Scanner <scanner@example.cz> <a@contoso.com>",
            })
    void authorThatIsNotAllowedIsRefused(String field) throws Exception {
        Refusal no = desk.refusal(strict, SCANNER, field + "\r\n" + REST);

        assertThat(no.status()).hasToString("5.7.1");
        assertThat(no.words()).contains(SCANNER);
        assertThat(desk.intake.offers).isEmpty();
    }

    @Test
    void twoFromFieldsAreRefused() throws Exception {
        Refusal no =
                desk.refusal(
                        strict,
                        SCANNER,
                        "From: scanner@example.cz\r\nFrom: scanner@example.cz\r\n" + REST);

        assertThat(no.status()).hasToString("5.6.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: scanner@example.cz",
                "FROM:scanner@EXAMPLE.cz",
                "From: =?utf-8?Q?Sk=C3=A1ner?= <Scanner@example.cz>",
                "From: Scanner <@a.cz,@b.cz:scanner@example.cz>",
                "From: one@shop.example.cz, \"Two, Too\" <two@shop.example.cz>",
                "From: scanner@example.cz (a (nested) \\) comment)",
            })
    void authorThatIsAllowedStaysAsItIs(String field) throws Exception {
        String message = field + "\r\n" + REST;

        assertThat(desk.onward(strict, SCANNER, message)).isEqualTo(message);
        assertThat(desk.onward(repairing, SCANNER, message)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Printer <p@contoso.com> | Printer <scanner@example.cz>",
                "p@contoso.com | <scanner@example.cz>",
                "p@contoso.com (Printer 3) | Printer 3 <scanner@example.cz>",
                "\"p@contoso.com\" <p@contoso.com> | \"p@contoso.com\" <scanner@example.cz>",
                "p@contoso.com <p@contoso.com> | \"p@contoso.com\" <scanner@example.cz>",
                "Dr. Printer <p@contoso.com> | \"Dr. Printer\" <scanner@example.cz>",
                "=?utf-8?Q?P=40x?= @ <p@contoso.com> | =?utf-8?Q?P=40x?= <scanner@example.cz>",
            })
    void replacedAuthorKeepsItsNameAndGetsTheAnswers(String before, String after) throws Exception {
        String onward = desk.onward(repairing, "p@contoso.com", "From: " + before + "\r\n" + REST);

        assertThat(onward).startsWith("From: " + after + "\r\n").endsWith(REST);
        assertThat(onward).contains("\r\nReply-To: " + before + "\r\n");
        assertThat(desk.intake.offers.getLast().origin().enveloped().orElseThrow().sender())
                .contains(AddrSpec.of(SCANNER));
    }

    @Test
    void authorWithoutAnAddressIsReplacedAndGetsNoAnswers() throws Exception {
        String onward = desk.onward(repairing, SCANNER, "From: a \"b <p@contoso.com>\r\n" + REST);

        assertThat(onward)
                .isEqualTo("From: \"a \\\"b <p@contoso.com>\" <scanner@example.cz>\r\n" + REST);
    }

    @Test
    void answersThatWereToGoElsewhereStillDo() throws Exception {
        String onward =
                desk.onward(
                        repairing,
                        SCANNER,
                        "Reply-To: help@contoso.com\r\nFrom: p@contoso.com\r\n" + REST);

        assertThat(onward)
                .isEqualTo("Reply-To: help@contoso.com\r\nFrom: <scanner@example.cz>\r\n" + REST);
    }

    @Test
    void nameOfUnencodedOctetsComesThroughAsItIs() throws Exception {
        String onward =
                desk.onward(repairing, SCANNER, "From: Sk\u00e1ner <p@contoso.com>\r\n" + REST);

        assertThat(onward).startsWith("From: Sk\u00e1ner <scanner@example.cz>\r\n");
    }

    @Test
    void foldedAuthorIsReplacedWholeAndAnsweredWhole() throws Exception {
        String onward =
                desk.onward(
                        repairing,
                        SCANNER,
                        "Subject: x\r\nFrom: The\r\n Printer\r\n\t<p@contoso.com>\r\nTo: y\r\n"
                                + REST);

        assertThat(onward)
                .isEqualTo(
                        "Subject: x\r\nFrom: The Printer <scanner@example.cz>\r\n"
                                + "Reply-To: The\r\n Printer\r\n\t<p@contoso.com>\r\nTo: y\r\n"
                                + REST);
    }

    @Test
    void forcedAuthorIsReplacedEvenIfAllowed() throws Exception {
        Principal all =
                Desk.account(
                        new SenderPolicy(
                                List.of("*"), From.FORCE, AddrSpec.parse("noreply@example.cz")),
                        Integer.MAX_VALUE);

        String onward = desk.onward(all, SCANNER, "From: S <scanner@example.cz>\r\n" + REST);

        assertThat(onward)
                .startsWith("From: S <noreply@example.cz>\r\nReply-To: S <scanner@example.cz>\r\n");
        assertThat(desk.intake.offers.getLast().origin().enveloped().orElseThrow().sender())
                .contains(AddrSpec.of("noreply@example.cz"));
    }

    @Test
    void authorThatIsTheForcedOneAlreadyIsNotTouched() throws Exception {
        String message = "From: S <scanner@example.cz>\r\n" + REST;

        assertThat(desk.onward(forcing, SCANNER, message)).isEqualTo(message);
    }

    @Test
    void senderFieldGoesWithTheAuthorThatIsReplaced() throws Exception {
        String onward =
                desk.onward(
                        repairing,
                        SCANNER,
                        "Sender: s@contoso.com\r\nFrom: p@contoso.com\r\n" + REST);

        assertThat(onward).doesNotContain("Sender:");
    }

    @Test
    void nullReversePathStaysNullWhateverThePolicy() throws Exception {
        desk.onward(forcing, "", "From: p@contoso.com\r\n" + REST);

        assertThat(desk.intake.offers.getLast().origin().enveloped().orElseThrow().sender())
                .isEmpty();
    }

    @Test
    void missingAuthorIsTheSender() throws Exception {
        assertThat(desk.onward(strict, "till7@shop.example.cz", REST))
                .isEqualTo("From: <till7@shop.example.cz>\r\n" + REST);
        assertThat(desk.onward(repairing, "p@contoso.com", REST))
                .isEqualTo("From: <scanner@example.cz>\r\n" + REST);
    }

    @Test
    void missingAuthorOfAMessageThatNobodySendsIsRefused() throws Exception {
        assertThat(desk.refusal(Desk.anybody(), "", REST).status()).hasToString("5.6.0");
    }
}
