package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static AccessToken token(String payload) {
        String encoded =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        return new AccessToken("eyJ0eXAiOiJKV1QifQ." + encoded + ".c2lnbmF0dXJl");
    }

    @Test
    void claimsOfAnExchangeTokenAreTold() {
        Claims claims =
                token(
                                """
                                {"aud":"https://outlook.office365.com","roles":["IMAP.AccessAsApp","SMTP.SendAsApp"],
                                 "tid":"t","appid":"a","oid":"o","idtyp":"app","appidacr":"1",
                                 "iss":"https://sts.windows.net/t/","iat":1772352000,"exp":1772355600}
                                """)
                        .claims();
        assertThat(claims.readable()).isTrue();
        assertThat(claims.audience()).contains("https://outlook.office365.com");
        assertThat(claims.roles()).containsExactly("IMAP.AccessAsApp", "SMTP.SendAsApp");
        assertThat(claims.tenantId()).contains("t");
        assertThat(claims.applicationId()).contains("a");
        assertThat(claims.objectId()).contains("o");
        assertThat(claims.identityType()).contains("app");
        assertThat(claims.proof()).contains("1");
        assertThat(claims.issuer()).contains("https://sts.windows.net/t/");
        assertThat(claims.issued()).contains(Instant.parse("2026-03-01T08:00:00Z"));
        assertThat(claims.expires()).contains(Instant.parse("2026-03-01T09:00:00Z"));
    }

    @Test
    void clientOfAVersion2TokenIsFoundUnderItsOtherName() {
        assertThat(token("{\"azp\":\"a\"}").claims().applicationId()).contains("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "7",
                "{",
                "",
                "{\"aud\":7,\"roles\":\"x\",\"tid\":{},\"exp\":\"soon\",\"oid\":null}",
                "{\"exp\":1e300,\"iat\":9223372036854775807,\"roles\":[1,{},null]}",
            })
    void claimsOfOtherTypesAreAbsent(String payload) {
        Claims claims = token(payload).claims();
        assertThat(claims.audience()).isEmpty();
        assertThat(claims.roles()).isEmpty();
        assertThat(claims.tenantId()).isEmpty();
        assertThat(claims.objectId()).isEmpty();
        assertThat(claims.expires()).isEmpty();
        assertThat(claims.issued()).isEmpty();
    }

    @Property
    void noTokenMakesItThrow(
            @ForAll @StringLength(min = 1, max = 300) @CharRange(from = '!', to = '~')
                    String value) {
        assertThat(new AccessToken(value).claims().toString()).isNotNull();
    }

    @Test
    void controlCharactersOfAClaimDoNotReachTheReader() {
        assertThat(token("{\"aud\":\"a\\u001b[31m\\nb\"}").claims().audience())
                .contains("a [31m b");
    }
}
