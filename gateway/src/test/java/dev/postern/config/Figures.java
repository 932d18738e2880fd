package dev.postern.config;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;

/// Figures as the program has them, read from its classes, and how a page writes them.
final class Figures {

    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    private Figures() {}

    /// A constant, or a component of one that is a record: `relay.Header#OCTETS_MAX`,
    /// `account.LockOut#USUAL.both.failures`.
    static Object of(String path) {
        String[] halves = path.split("#", 2);
        String[] names = halves[1].split("\\.");
        try {
            Class<?> type = Class.forName("dev.postern." + halves[0]);
            Field field = type.getDeclaredField(names[0]);
            Object value = opened(field).get(null);
            for (String name : Arrays.asList(names).subList(1, names.length)) {
                Method accessor = value.getClass().getDeclaredMethod(name);
                value = opened(accessor).invoke(value);
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("there is no " + path, e);
        }
    }

    /// The default of a setting: that of a record's component.
    static String usual(Class<? extends Record> type, String component) {
        for (RecordComponent one : type.getRecordComponents()) {
            if (one.getName().equals(component)) {
                Setting says = one.getAnnotation(Setting.class);
                return says.otherwise().isEmpty() ? says.absent() : says.otherwise();
            }
        }
        throw new AssertionError(type + " has no " + component);
    }

    private static <T extends AccessibleObject> T opened(T member) {
        member.setAccessible(true);
        return member;
    }

    static String octets(Object value) {
        long octets = ((Number) value).longValue();
        if (octets >= MIB && octets % MIB == 0) {
            return octets / MIB + " MiB";
        }
        return octets >= KIB && octets % KIB == 0
                ? octets / KIB + " KiB"
                : count(value) + " octets";
    }

    static String count(Object value) {
        long number = ((Number) value).longValue();
        return number >= Integer.MAX_VALUE ? "–" : "%,d".formatted(number).replace(',', ' ');
    }

    static String time(Object value) {
        Duration time = (Duration) value;
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + " ms";
        }
        long seconds = time.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
