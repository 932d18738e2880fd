package dev.postern.app;

import java.util.Optional;

/// The program's version, from the manifest of its archive.
final class Version {

    private Version() {}

    static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(from sources)");
    }
}
