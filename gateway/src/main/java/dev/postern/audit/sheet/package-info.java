/// Tables as administrators export them: CSV from Excel, PowerShell and portals, JSON from Graph.
///
/// A [dev.postern.audit.sheet.Sheet] gives rows one after the other; memory does not grow with
/// their number. What is not said in the file is found out: the character set (a byte-order mark,
/// UTF-16 by its NULs, UTF-8 if it is that, else Windows-1250 or 1252), the separator (comma,
/// semicolon, tab), the shape of the JSON (an array, Graph's `value`, an object a line). CSV is RFC
/// 4180, JSON RFC 8259.
///
/// Limits: a field of 16 MiB, 1 000 columns, a JSON nesting of 100. What cannot be read is an
/// [dev.postern.audit.sheet.UnreadableException] that names the place.
@NullMarked
package dev.postern.audit.sheet;

import org.jspecify.annotations.NullMarked;
