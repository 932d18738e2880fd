package dev.postern.advice;

import dev.postern.config.Renewed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of replies is the table, printed.
class RepliesPageTest {

    private static final String HEAD =
            """
            # Replies and what they mean

            This page is printed from the table that `postern explain`, `postern check` and the alarms of the service use; `./check --docs` renews it. Words in capitals
            stand for names: give `postern explain` your settings and an entry (`-c FILE --for NAME`), and it fills them in. Causes are in the order of likelihood if
            nothing else is known; what is known besides (the token's claims, whether another mailbox can be opened) proves some and rules out others.

            *Recognised by* is a code, or a pattern in the words, never a whole sentence: hosts, times and session ids do not matter.

            """;

    @Test
    void pageIsThatOfTheRepository() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Trouble trouble : Trouble.values()) {
            List<Entry> entries =
                    Advice.TABLE.stream().filter(entry -> entry.code() == trouble).toList();
            page.append("## ").append(trouble).append(" · ").append(trouble.title()).append("\n\n");
            if (trouble == Trouble.D1
                    || trouble == Trouble.D2
                    || trouble == Trouble.D11
                    || trouble == Trouble.D18) {
                page.append(codes(trouble));
            }
            if (trouble == Trouble.D2 || trouble == Trouble.D3) {
                page.append("Also seen in the token's claims, before any server refuses it.\n\n");
            }
            entries.forEach(entry -> page.append(section(entry)));
        }
        Renewed.assertSame(
                Path.of("../docs/reference/replies.md"), page.toString().stripTrailing() + "\n");
    }

    private static String codes(Trouble trouble) {
        StringBuilder table =
                new StringBuilder(
                        "| AADSTS | means | likeliest cause, and what mends it |\n|---|---|---|\n");
        Aadsts.causes().entrySet().stream()
                .filter(code -> code.getValue().entry(code.getKey()).code() == trouble)
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(code ->
                        table.append("| ")
                                .append(code.getKey())
                                .append(" | ")
                                .append(code.getValue().meaning())
                                .append(" | ")
                                .append(code.getValue().remedy(Names.NONE).replace("|", "\\|"))
                                .append(" |\n"));
        return table.append('\n').toString();
    }

    private static String section(Entry entry) {
        StringBuilder text = new StringBuilder("**").append(entry.meaning()).append("**");
        text.append(entry.passes() ? " It passes by itself.\n" : "\n");
        text.append("Recognised by `")
                .append(entry.sign().shown())
                .append("` from ")
                .append(
                        entry.services().size() == Service.values().length
                                ? "anybody"
                                : entry.services().stream()
                                        .sorted()
                                        .map(Service::title)
                                        .collect(Collectors.joining(", ")))
                .append(".\n\n");
        for (Case one : entry.cases()) {
            Suspect suspect = one.fill(Names.NONE);
            text.append("- ").append(suspect.cause()).append('\n');
            suspect.decides().forEach(step -> text.append(step("decides", step)));
            suspect.mends().forEach(step -> text.append(step("mends", step)));
        }
        return text.append('\n').toString();
    }

    private static String step(String what, Remedy step) {
        return "  - *"
                + what
                + "*: "
                + step.prose()
                + step.command().map(command -> " `" + command.text() + "`").orElse("")
                + "\n";
    }
}
