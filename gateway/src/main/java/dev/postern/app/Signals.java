package dev.postern.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Reacts to SIGHUP, where the system has it.
///
/// The JDK has no public way to do so but the one in `jdk.unsupported`, which the compiler rightly
/// warns of; so it is asked for by name, and its absence is no failure: `postern config reload`
/// does the same.
final class Signals {

    private Signals() {}

    /// @return whether `action` will be run, on a thread of its own, at each SIGHUP
    static boolean onHangUp(Runnable action) {
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
                                        case "equals" -> self == arguments[0];
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> "reload on SIGHUP";
                                    });
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
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
