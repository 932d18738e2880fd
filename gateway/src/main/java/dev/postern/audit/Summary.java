package dev.postern.audit;

import dev.postern.control.AuditReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// An audit as programs read it.
public final class Summary {

    private Summary() {}

    /// @param everything whether addresses are in it that nothing was seen of
    /// @param limit how many addresses at most
    public static AuditReport of(Audit audit, Texts texts, boolean everything, int limit) {
        return new AuditReport(
                audit.files().stream().map(Summary::file).toList(),
                named(State.values(), audit::count),
                named(Authentication.values(), one -> audit.messages().getOrDefault(one, 0L)),
                audit.runs().stream()
                        .map(run -> new AuditReport.Run(run.at(), new TreeMap<>(run.counts())))
                        .toList(),
                audit.gone(),
                audit.come(),
                audit.findings()
                        .takeWhile(finding -> everything || finding.state() != State.QUIET)
                        .limit(limit)
                        .map(finding -> address(finding, texts))
                        .toList());
    }

    private static <E extends Enum<E>> Map<String, Long> named(E[] names, ToLongFunction<E> value) {
        Map<String, Long> values = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> values.put(name.name(), value.applyAsLong(name)));
        return values;
    }

    private static AuditReport.File file(FileReport file) {
        Map<String, String> columns = new LinkedHashMap<>();
        file.columns()
                .forEach(column ->
                        columns.put(
                                column.header(), column.meaning().map(Column::title).orElse("")));
        return new AuditReport.File(
                file.name(),
                file.kind().title(),
                file.form(),
                file.rows(),
                file.left(),
                columns,
                file.remarks());
    }

    private static AuditReport.Address address(Finding finding, Texts texts) {
        Sender.Traffic seen = finding.sender().traffic();
        Remedy remedy = Remedy.of(finding);
        return new AuditReport.Address(
                finding.sender().address(),
                finding.state().name(),
                named(Authentication.values(), seen::messages),
                named(Client.values(), seen::signIns),
                seen.failures(),
                named(Sender.Tls.values(), seen::tls),
                seen.first(),
                seen.last(),
                seen.origins().stream().toList(),
                seen.programs().stream().toList(),
                finding.exposure().mailbox().name(),
                finding.exposure().open(),
                seen.internal(),
                seen.external(),
                seen.handedToPostern(),
                finding.way().name(),
                finding.others().stream().map(Way::name).toList(),
                finding.reasons().stream().map(texts::say).toList(),
                remedy.commands().stream()
                        .map(command -> new AuditReport.Command(command.shell(), command.line()))
                        .toList(),
                remedy.settings());
    }
}
