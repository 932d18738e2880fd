package dev.postern.config;

import java.nio.file.Path;

/// Where in a file something is.
///
/// @param line from 1; 0 if it is about the file as a whole
/// @param column from 1, in characters; 0 if it is about the file as a whole
/// @param excerpt the line itself, without what may be secret; empty if there is none
/// @param caret how many characters of the excerpt stand before the place
public record Place(Path file, int line, int column, String excerpt, int caret) {

    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }
}
