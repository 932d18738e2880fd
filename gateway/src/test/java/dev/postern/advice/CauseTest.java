package dev.postern.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CauseTest {

    private static final Names TENANT =
            Names.of(
                    "22222222-2222-2222-2222-222222222222", "11111111-1111-1111-1111-111111111111");

    /// Causes that no code leads to: found on this machine, or by the OAuth error.
    private static final Set<Cause> WITHOUT_CODE =
            EnumSet.of(
                    Cause.CREDENTIAL_UNREADABLE,
                    Cause.CERTIFICATE_EXPIRED,
                    Cause.CLIENT_REFUSED,
                    Cause.IDENTITY_NOT_ASSIGNED,
                    Cause.IDENTITY_UNSUPPORTED,
                    Cause.UNKNOWN);

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseSaysWhatItMeansAndWhatMendsIt(Cause cause) {
        assertThat(cause.meaning()).endsWith(".").hasSizeBetween(20, 120);
        assertThat(cause.remedy(TENANT))
                .hasSizeGreaterThan(20)
                .doesNotContainPattern("\\{(tenant|client|object|mailbox)\\}")
                .doesNotContain("  ");
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseIsReachedByACodeOrSaysWhyNot(Cause cause) {
        assertThat(Aadsts.causes().containsValue(cause)).isEqualTo(!WITHOUT_CODE.contains(cause));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                7000215, 7000222, 700016, 7000229, 7000112, 70001, 7000218, 700025, 90002, 900023,
                90038, 900382, 900432, 70011, 1002012, 700022, 28002, 28003, 500011, 50001, 650057,
                650052, 65001, 700027, 700024, 50012, 50013, 500133, 50027, 70021, 700211, 700212,
                700213, 53003, 530032, 530035, 50034, 50053, 50055, 50056, 50057, 50126, 50076,
                50079, 50105, 50059, 90019, 50128, 9001023, 900144, 90014, 9002313, 50196, 90055,
                90024, 90033, 50033, 90006, 90012, 50087, 50049
            })
    void codesThatAMailGatewayMeetsAreKnown(int code) {
        assertThat(Aadsts.cause(code)).isPresent();
    }

    @Test
    void wrongSecretIsNotWhatAThrottledClientIsTold() {
        assertThat(Aadsts.cause(50196, "invalid_client").kind()).isEqualTo(Cause.Kind.TRANSIENT);
        assertThat(Aadsts.cause(90033, "invalid_client").kind()).isEqualTo(Cause.Kind.TRANSIENT);
        assertThat(Aadsts.cause(7000215, "invalid_client").kind()).isEqualTo(Cause.Kind.CREDENTIAL);
    }

    @ParameterizedTest
    @CsvSource({
        "AADSTS7000215: Invalid client secret provided., 7000215",
        "'error (AADSTS50126) for user', 50126",
        "'AADSTS70011: x AADSTS500011: y', 70011",
    })
    void codeIsFoundInAText(String text, int code) {
        assertThat(Aadsts.codeIn(text)).isEqualTo(OptionalInt.of(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AADSTS", "AADSTS12", "7000215", "AADSTSx"})
    void textWithoutACodeHasNone(String text) {
        assertThat(Aadsts.codeIn(text)).isEmpty();
    }

    @Test
    void remedyNamesTheTenantsOwnIds() {
        assertThat(Cause.SECRET_EXPIRED.remedy(TENANT)).contains(TENANT.clientId());
        assertThat(Cause.TENANT_UNKNOWN.remedy(TENANT)).contains(TENANT.tenantId());
    }
}
