/// SQL as it is written, over JDBC. What the stores of messages and of accounts have in common.
@NullMarked
package dev.postern.sql;

import org.jspecify.annotations.NullMarked;
