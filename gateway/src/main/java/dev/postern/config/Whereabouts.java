package dev.postern.config;

import java.nio.file.Path;
import java.util.Optional;

/// Where a service keeps its store, and where it listens to its operator.
///
/// @param data the folder of the store, which need not be there
/// @param socket empty if it is the usual one in that folder
public record Whereabouts(Path data, Optional<Path> socket) {}
