package dev.postern.audit.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A table that is read row by row. Confined to one thread.
public interface Sheet extends Closeable {

    /// The names of the columns as they stand in the file, without blanks around them. In JSON the
    /// path of a value, `status.errorCode`.
    List<String> headers();

    /// How it is written, for people: `CSV with semicolons, UTF-8`.
    String form();

    /// Goes to the next row.
    ///
    /// @return false after the last
    /// @throws UnreadableException if it cannot be understood
    boolean next() throws IOException;

    /// A value of the present row.
    ///
    /// @param column as in [#headers], from 0
    /// @return without blanks around it; empty if there is none
    String value(int column);

    /// Where the present row begins, for people: `line 17`.
    String place();
}
