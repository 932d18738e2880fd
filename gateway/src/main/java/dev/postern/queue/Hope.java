package dev.postern.queue;

/// Whether a way that a message was passed on from may take it another time, since it last began
/// with the first. In the order of strength.
public enum Hope {
    /// None was tried, or none can carry it.
    NONE(0),
    /// One was away, or had used up its quota.
    LATER(1),
    /// One waits until a person has mended something, however long that takes.
    MENDED(2);

    private final int strength;

    Hope(int strength) {
        this.strength = strength;
    }

    /// The one of this strength.
    public static Hope of(int strength) {
        return switch (strength) {
            case 0 -> NONE;
            case 1 -> LATER;
            default -> MENDED;
        };
    }

    /// A number to keep it by.
    public int strength() {
        return strength;
    }

    /// The stronger of two.
    public Hope or(Hope other) {
        return strength < other.strength ? other : this;
    }
}
