package dev.postern.audit;

import java.util.List;
import java.util.Optional;

/// How a file was read.
///
/// @param form `CSV with semicolons, UTF-8`
/// @param rows that were understood
/// @param left rows that told nothing, such as those without an address
/// @param remarks what a person should know
record FileReport(
        String name,
        Kind kind,
        String form,
        long rows,
        long left,
        List<Heading> columns,
        List<String> remarks) {

    FileReport {
        columns = List.copyOf(columns);
        remarks = List.copyOf(remarks);
    }

    /// One column of the file.
    ///
    /// @param meaning empty if it was not used
    record Heading(String header, Optional<Column> meaning) {}
}
