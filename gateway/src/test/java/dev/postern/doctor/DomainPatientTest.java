package dev.postern.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.doctor.DomainPatient.Sender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

class DomainPatientTest {

    private static final String KEY = "\"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3\"";
    private ScriptedNames names;

    @BeforeEach
    void start() throws IOException {
        names =
                new ScriptedNames()
                        .with(
                                "example.cz",
                                Type.TXT,
                                "\"google-site-verification=x\"",
                                "\"v=spf1 include:spf.protection.outlook.com -all\"")
                        .with("example.cz", Type.MX, "0 example-cz.mail.protection.outlook.com.")
                        .with("_dmarc.example.cz", Type.TXT, "\"v=DMARC1; p=reject\"")
                        .with("selector2._domainkey.example.cz", Type.TXT, KEY)
                        .with("selector1-azurecomm-prod-net._domainkey.example.cz", Type.TXT, KEY);
    }

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void domainWithAllRecordsIsWell() {
        List<CheckReport.Step> steps = examine();

        assertThat(steps)
                .extracting(CheckReport.Step::text)
                .containsExactly(
                        "v=spf1 include:spf.protection.outlook.com -all",
                        "keys of selector2, selector1-azurecomm-prod-net",
                        "v=DMARC1; p=reject",
                        "example-cz.mail.protection.outlook.com");
        assertThat(steps).allMatch(step -> step.verdict() == Verdict.FINE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "v=spf1 ip4:192.0.2.1 -all; spf-microsoft; Publish: example.cz. TXT \"v=spf1 include:spf.protection.outlook.com ip4:192.0.2.1 -all\"",
                "v=spf1 include:spf.protection.outlook.com +all; spf-all; End it with -all, or ~all.",
                "v=spf2 x; spf-none; Publish: example.cz. TXT \"v=spf1 include:spf.protection.outlook.com -all\""
            })
    void spfThatDoesNotNameMicrosoftIsExtended(String record, String code, String mend)
            throws IOException {
        names.with("example.cz", Type.TXT, "\"" + record + "\"");

        CheckReport.Diagnosis diagnosis = examine().getFirst().diagnosis().orElseThrow();

        assertThat(diagnosis.code()).isEqualTo(code);
        assertThat(diagnosis.causes().getFirst().mends().getFirst().prose()).isEqualTo(mend);
    }

    @Test
    void twoSpfRecordsAreAsGoodAsNone() throws IOException {
        names.with("example.cz", Type.TXT, "\"v=spf1 -all\"", "\"v=spf1 ~all\"");

        assertThat(examine().getFirst().diagnosis().orElseThrow().code()).isEqualTo("spf-several");
    }

    @Test
    void whatIsMissingIsTold() throws IOException {
        names.with("selector2._domainkey.example.cz", Type.TXT)
                .with("_dmarc.example.cz", Type.TXT)
                .with("example.cz", Type.MX, "0 .");

        assertThat(examine())
                .filteredOn(step -> step.verdict() == Verdict.WARNING)
                .extracting(step -> step.diagnosis().orElseThrow().code())
                .containsExactly("dkim-none", "dmarc-none", "mx-none");
    }

    @Test
    @Tag("slow") // A silent server is waited for.
    void silentServerIsAskedOnce() {
        DomainPatient patient = patient();
        names.close();
        Chart chart = new Chart(new Experience());

        patient.examine(chart);

        assertThat(chart.steps(patient.steps()))
                .extracting(CheckReport.Step::verdict)
                .containsExactly(
                        Verdict.UNKNOWN,
                        Verdict.NOT_REACHED,
                        Verdict.NOT_REACHED,
                        Verdict.NOT_REACHED);
    }

    private List<CheckReport.Step> examine() {
        Chart chart = new Chart(new Experience());
        DomainPatient patient = patient();
        patient.examine(chart);
        return chart.steps(patient.steps());
    }

    private DomainPatient patient() {
        InetSocketAddress server = names.address();
        return new DomainPatient(
                "example.cz", Set.of(Sender.EXCHANGE, Sender.COMMUNICATION), NameServer.at(server));
    }
}
