package dev.postern.queue;

/// Whether a way that a message was passed on from may take it another time, since it last began
/// with the first. In the order of strength; the number of each stands in the store.
public enum Hope {
    /// None was tried, or none can carry it.
    NONE,
    /// One was away, or had used up its quota.
    LATER,
    /// One waits until a person has mended something, however long that takes.
    MENDED;

    /// The stronger of two.
    public Hope or(Hope other) {
        return compareTo(other) < 0 ? other : this;
    }
}
