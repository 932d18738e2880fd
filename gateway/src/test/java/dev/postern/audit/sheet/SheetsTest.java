package dev.postern.audit.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetsTest {

    private static Sheet sheet(byte[] octets) throws IOException {
        return Sheets.open(new ByteArrayInputStream(octets), "export");
    }

    private static Sheet sheet(String text) throws IOException {
        return sheet(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<List<String>> rows(Sheet sheet) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        while (sheet.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < sheet.headers().size(); i++) {
                row.add(sheet.value(i));
            }
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void separatorIsFoundOut(String separator) throws Exception {
        String text = "a,b\n\"1,;\t\n2\",3\n";
        Sheet sheet =
                sheet(
                        text.replace("a,b", "a" + separator + "b")
                                .replace("\",3", "\"" + separator + "3"));

        assertThat(sheet.headers()).containsExactly("a", "b");
        assertThat(rows(sheet)).containsExactly(List.of("1,;\t\n2", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1250"})
    void characterSetIsFoundOut(String charset) throws Exception {
        Sheet sheet =
                sheet("Odesílatel,Žádost\nšéf@example.cz,2\n".getBytes(Charset.forName(charset)));

        assertThat(sheet.headers()).containsExactly("Odesílatel", "Žádost");
        assertThat(rows(sheet)).containsExactly(List.of("šéf@example.cz", "2"));
        assertThat(sheet.form()).isEqualTo("CSV with commas, " + charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void byteOrderMarkIsNoPartOfTheFirstHeader(String charset) throws Exception {
        Sheet sheet = sheet("\ufeffá,b\n1,2\n".getBytes(Charset.forName(charset)));

        assertThat(sheet.headers()).containsExactly("á", "b");
    }

    @Test
    void whatExcelAndPowerShellWriteAboveTheTableIsPassedOver() throws Exception {
        assertThat(sheet("sep=;\r\na;b,c\r\n1;2\r\n").headers()).containsExactly("a", "b,c");
        Sheet typed = sheet("#TYPE Selected.Mailbox\n\n\"a\",\"b\"\n\"1\",\"2\"\n");
        assertThat(typed.headers()).containsExactly("a", "b");
        assertThat(typed.next()).isTrue();
        assertThat(typed.place()).isEqualTo("line 4");
    }

    @Test
    void rowsMayBeShorterOrLongerThanTheHeader() throws Exception {
        assertThat(rows(sheet("a,b\n1\n1,2,3\n")))
                .containsExactly(List.of("1", ""), List.of("1", "2"));
    }

    @Test
    void jsonIsReadInEachOfItsShapes() throws Exception {
        List<List<String>> one = List.of(List.of("x"));
        assertThat(rows(sheet("[{\"a\":\"x\"}]"))).isEqualTo(one);
        assertThat(
                        rows(
                                sheet(
                                        "{\"@odata.context\":\"c\",\"value\":[{\"a\":\"x\"}],\"n\":{\"m\":[1]}}")))
                .isEqualTo(one);
        assertThat(rows(sheet("{\"a\":\"x\"}"))).isEqualTo(one);
        assertThat(rows(sheet("{\"a\":\"x\"}\n{\"a\":\"y\"}\n")))
                .containsExactly(List.of("x"), List.of("y"));
    }

    @Test
    void nestedValuesHavePathsAndArraysLines() throws Exception {
        Sheet sheet =
                sheet(
                        "[{\"status\":{\"errorCode\":0,\"deep\":{\"x\":true}},\"list\":[1,{\"no\":2},\"b\"],\"none\":null}]");

        assertThat(sheet.headers())
                .containsExactlyInAnyOrder("status.errorCode", "status.deep.x", "list");
        assertThat(sheet.next()).isTrue();
        assertThat(sheet.value(sheet.headers().indexOf("list"))).isEqualTo("1\nb");
        assertThat(sheet.value(sheet.headers().indexOf("status.errorCode"))).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n ", "PK\u0003\u0004rest", "[{\"a\":", "[1,2]", "{\"a\":nope}"})
    void whatIsNoTableIsRefusedWithItsName(String text) {
        assertThatThrownBy(() -> rows(sheet(text)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("export");
    }

    @Test
    void endlessFirstLineAndDeepNestingAreRefused() {
        assertThatThrownBy(() -> sheet("x".repeat(200_000)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("no table");
        assertThatThrownBy(() -> sheet("[" + "{\"a\":".repeat(5000)))
                .isInstanceOf(UnreadableException.class);
    }

    @Tag("slow") // millions of characters
    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,\"", "[{\"a\":\""})
    void fieldWithoutEndIsRefused(String beginning) {
        String text = beginning + "x".repeat(17 << 20);

        assertThatThrownBy(() -> rows(sheet(text))).isInstanceOf(UnreadableException.class);
    }

    @Test
    void folderIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> Sheets.open(folder))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("folder");
    }
}
