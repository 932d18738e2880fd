package dev.postern.audit;

/// How a client proves who it is.
enum Authentication {
    BASIC,
    OAUTH,
    UNKNOWN;

    /// Reads what reports call it. What is neither is counted, not dropped.
    static Authentication of(String words) {
        String plain = Column.plain(words);
        if (plain.contains("basic") || plain.contains("zakladni") || plain.contains("standard")) {
            return BASIC;
        }
        return plain.contains("oauth")
                        || plain.contains("modern")
                        || plain.contains("bearer")
                        || plain.contains("xoauth")
                ? OAUTH
                : UNKNOWN;
    }
}
