package dev.postern.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Reacts to the signals of the operating system, where it has them.
///
/// The JDK has no public way to do so but the one in `jdk.unsupported`, which the compiler rightly
/// warns of; so it is asked for by name, and its absence is no failure: whoever listens has another
/// way to be told.
final class Signals {

    private Signals() {}

    /// Has `action` run, on a thread of its own, each time this signal comes, instead of what the
    /// runtime would do.
    ///
    /// @param name without `SIG`: `HUP`
    /// @return whether this system and this runtime have the signal
    static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            action.run();
                                            yield null;
                                        }
                                        case "equals" ->
                                                System.identityHashCode(self)
                                                        == System.identityHashCode(arguments[0]);
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> "on SIG" + name;
                                    });
            Object one = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
            return true;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException _) {
            // No such signal here (Windows), or no such class in this runtime.
            return false;
        }
    }
}
