package io.reeve.it;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** Makers of threads that do not name a thread group. */
final class PoolThreads {
    /** Runs when the process ends. */
    private static final Set<String> AT_THE_END = Set.of("io.reeve.daemon.process.ProcessExit");

    private PoolThreads() {}

    /** The places in a class where a thread or a factory of threads is made without a group. */
    static Stream<String> without(JavaClass one) {
        Stream<String> threads = one.getConstructorCallsFromSelf()
                .stream()
                .filter(c -> c.getTargetOwner().isEquivalentTo(Thread.class))
                .filter(c -> c.getTarget()
                        .getRawParameterTypes()
                        .stream()
                        .noneMatch(p -> p.isEquivalentTo(ThreadGroup.class)))
                .filter(_ -> !AT_THE_END.contains(one.getName()))
                .map(c -> c.getSourceCodeLocation().toString());
        Stream<String> factories = one.getMethodCallsFromSelf()
                .stream()
                .filter(c -> isFactory(c) && !namesGroup(c.getOrigin()))
                .map(c -> c.getSourceCodeLocation().toString());
        return Stream.concat(threads, factories);
    }

    private static boolean isFactory(JavaMethodCall call) {
        boolean ofPlatform = call.getTargetOwner().isAssignableTo(Thread.Builder.OfPlatform.class)
                && call.getName().equals("factory");
        boolean anyThread = call.getTargetOwner().isEquivalentTo(Executors.class)
                && call.getName().startsWith("new") && !call.getName().equals("newVirtualThreadPerTaskExecutor")
                && call.getTarget()
                        .getRawParameterTypes()
                        .stream()
                        .noneMatch(p -> p.isEquivalentTo(ThreadFactory.class));
        return ofPlatform || anyThread;
    }

    /** Whether the group is named in the same class. */
    private static boolean namesGroup(JavaCodeUnit origin) {
        return origin.getOwner()
                .getMethodCallsFromSelf()
                .stream()
                .anyMatch(c -> c.getTargetOwner().isAssignableTo(Thread.Builder.OfPlatform.class)
                        && c.getName().equals("group"));
    }
}
