package dev.postern.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `postern audit` is asked for.
///
/// @param files exports, in any order
/// @param devices whether the devices of the settings' data folder are read too
/// @param columns what columns mean that are not recognised: header to meaning
/// @param internalDomains the organisation's own, besides those of the settings
/// @param days which time the reports cover
/// @param runs where earlier runs are kept; empty for the data folder, if there are settings
/// @param keepRuns whether runs are kept at all
/// @param html where the page goes
/// @param csv where the table goes
/// @param language `en` or `cs`, for both
/// @param everything whether addresses are reported that nothing was seen of
/// @param limit how many addresses are reported at most
public record AuditOrder(
        List<Path> files,
        boolean devices,
        Map<String, String> columns,
        List<String> internalDomains,
        int days,
        Optional<Path> runs,
        boolean keepRuns,
        Optional<Path> html,
        Optional<Path> csv,
        String language,
        boolean everything,
        int limit) {

    public AuditOrder {
        files = List.copyOf(files);
        columns = Map.copyOf(columns);
        internalDomains = List.copyOf(internalDomains);
    }
}
