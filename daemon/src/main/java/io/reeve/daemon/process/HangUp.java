package io.reeve.daemon.process;

import io.reeve.daemon.logging.Logging;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to SIGHUP, which by default ends a JVM: the log files are opened anew, as whoever has moved them away expects,
 * and nothing ends.
 */
public final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Has this process answer SIGHUP so from now on. A process that was started with the signal ignored keeps it so. */
    @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
    public static void reopensLog() {
        InvocationHandler answer = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                reopen();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> HangUp.class.getName();
        };
        try {
            // By reflection, as the compiler warns of this class, and no other one of the JDK takes signals.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handles = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, answer);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handles);
        } catch (ReflectiveOperationException none) {
            LOG.debug("this system has no SIGHUP that could be answered", none);
        }
    }

    private static void reopen() {
        Logging.reopen();
        LOG.info("SIGHUP: the log files are opened anew");
    }
}
