package io.reeve.modulehost;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.MgrException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.NotExecutedException;
import io.reeve.modulehost.catalog.LoadError;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ReservedNames;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enabling, disabling and restarting of modules on the active manager, at run time. The list of enabled modules is
 * durable and reaches the standbys by the MgrMap. One change at a time.
 */
public final class ModuleManagement implements ModuleCommands.Modules {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleManagement.class);
    /** The time that standbys have to find a module's jar by themselves. */
    private static final Duration STANDBYS_WAIT = Duration.ofSeconds(5);
    private static final Duration STANDBYS_POLL = Duration.ofMillis(50);
    /** The longest time for a module's self-test. */
    private static final Duration SELF_TEST_WAIT = Duration.ofMinutes(1);

    /** The active's work, as far as it concerns modules. */
    public interface Active {
        ActiveHost host();

        /** The enabled modules, as this manager stored or read them last. */
        Set<String> modules();

        /** The enabled modules as they are stored now; blocks. */
        Set<String> readModules();

        /** Has a module added to the stored list, or removed; blocks, and starts and stops nothing. */
        void listModule(String module, boolean on);

        /** Takes a list that somebody else has stored. */
        void takeModules(Set<String> modules);

        /** The commands that would not be reached any more if a module were enabled, its own or others', with the reasons. */
        List<String> commandConflicts(String module);

        /** Adds a line of the manager to the cluster log. Does not block. */
        void say(ClusterLogPriority priority, String message);

        /** Has the manager's own health checks kept as they are now. */
        void publishHealth();
    }

    private final Supplier<MgrMap> map;
    private final ModuleCatalog catalog;
    private final ModuleWatch watch;
    private final Supplier<@Nullable Active> work;
    private final Supplier<Optional<List<String>>> readable;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /**
     * @param watch the watch over the module path
     * @param work  the active's work; null on a standby
     * @param readable the list of enabled modules, read afresh; empty if it is not readable
     */
    public ModuleManagement(Supplier<MgrMap> map, ModuleCatalog catalog, ModuleWatch watch,
            Supplier<@Nullable Active> work, Supplier<Optional<List<String>>> readable) {
        this.map = map;
        this.catalog = catalog;
        this.watch = watch;
        this.work = work;
        this.readable = readable;
    }

    @Override
    public List<String> enabled() {
        Active active = work.get();
        return active == null ? map.get().modules() : List.copyOf(active.modules());
    }

    @Override
    public String state(String module) {
        Active active = work.get();
        return active == null
                ? ""
                : active.host()
                        .status()
                        .stream()
                        .filter(s -> s.name().equals(module))
                        .map(s -> s.state().name().toLowerCase(Locale.ROOT)
                                + (s.problem().isEmpty() ? "" : ": " + s.problem()))
                        .findFirst()
                        .orElse("does not run");
    }

    @Override
    public ModuleCatalog.Changes rescan() {
        return watch.rescan();
    }

    @Override
    public HandleCommandResult enable(String module, boolean force) {
        if (ReservedNames.ALL.contains(module)) {
            return HandleCommandResult.error(Errno.EINVAL, "'" + module
                    + "' is reserved for the manager itself, no module can have that name");
        }
        return inOrder(active -> {
            if (active.readModules().contains(module)) {
                return again(active, module);
            }
            HandleCommandResult refusal = refusal(active, module, force);
            if (refusal.retval() != 0) {
                return refusal;
            }
            ModuleChange change = active.host().enable(module);
            boolean cannotRun = change.outcome() == ModuleChange.ChangeOutcome.CANNOT_RUN;
            if (isEnabled(change) || (cannotRun && force)) {
                list(active, module);
                active.say(ClusterLogPriority.INFO, "module '" + module + "' is enabled");
            }
            if (cannotRun && force) {
                ModuleChange _ = active.host().enableEvenIfItCannotRun(module);
            }
            return result(change, force);
        });
    }

    /** A module that is on the list but not running is started again. */
    private HandleCommandResult again(Active active, String module) {
        if (active.host().isRunning(module)) {
            return HandleCommandResult.remark("module '" + module + "' is already enabled");
        }
        ModuleCatalog.Changes _ = watch.rescan();
        ModuleChange change = active.host().startAgain(module);
        return change.ok()
                ? HandleCommandResult
                        .remark("module '" + module + "' is already enabled; it did not run, and was started")
                : result(change, false);
    }

    private HandleCommandResult refusal(Active active, String module, boolean force) {
        if (catalog.find(module).isEmpty()) {
            ModuleCatalog.Changes _ = watch.rescan();
        }
        if (catalog.find(module).isEmpty()) {
            return HandleCommandResult.error(Errno.ENOENT, notFound(module));
        }
        List<String> taken = force ? List.of() : active.commandConflicts(module);
        if (!taken.isEmpty()) {
            return HandleCommandResult.error(Errno.EINVAL, String.join("; ", taken)
                    + " (pass --force to enable the module without it)");
        }
        List<String> without = standbysWithout(module);
        return without.isEmpty() || force
                ? HandleCommandResult.ok()
                : HandleCommandResult.error(Errno.ENOENT, "all mgr daemons do not support module '" + module
                        + "', pass --force to force enablement: it is missing on " + String.join(", ", without));
    }

    private static boolean isEnabled(ModuleChange change) {
        return change.ok() || change.outcome() == ModuleChange.ChangeOutcome.FAILED;
    }

    /** Adds a module to the stored list. If that fails it is disabled again, since the next active would not run it. */
    private static void list(Active active, String module) {
        try {
            active.listModule(module, true);
        } catch (RuntimeException e) {
            ModuleChange _ = active.host().disable(module);
            throw e;
        }
    }

    private String notFound(String module) {
        List<String> errors = catalog.errors().stream().map(LoadError::message).toList();
        String hint = errors.isEmpty()
                ? "put its jar into the module path"
                : "these jars cannot be loaded: " + String.join("; ", errors);
        return "all mgr daemons do not support module '" + module + "': " + hint;
    }

    private List<String> standbysWithout(String module) {
        Predicate<MgrMap.Manager> lacks = m -> m.modules().stream().noneMatch(a -> a.name().equals(module));
        long end = System.nanoTime() + STANDBYS_WAIT.toNanos();
        while (true) {
            List<String> without = map.get().standbys().stream().filter(lacks).map(MgrMap.Manager::name).toList();
            if (without.isEmpty() || System.nanoTime() - end > 0) {
                return without;
            }
            try {
                Thread.sleep(STANDBYS_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return without;
            }
        }
    }

    @Override
    public HandleCommandResult disable(String module) {
        return inOrder(active -> {
            if (!active.readModules().contains(module) && !active.host().enabled().contains(module)) {
                return HandleCommandResult.remark("module '" + module + "' is already disabled");
            }
            active.listModule(module, false);
            ModuleChange change = active.host().disable(module);
            active.say(ClusterLogPriority.INFO, "module '" + module + "' is disabled");
            return change.outcome() == ModuleChange.ChangeOutcome.CLOSED // the stored list has changed all the same
                    ? HandleCommandResult.remark(change.text() + ", and its modules stop")
                    : result(change, false);
        });
    }

    @Override
    public HandleCommandResult restart(String module) {
        return inOrder(active -> {
            ModuleChange change = active.readModules().contains(module)
                    ? active.host().startAgain(module)
                    : active.host().restart(module);
            return result(change, false);
        });
    }

    /** Runs a module's self-test beside other orders: it changes nothing of what is enabled, and may take long. */
    @Override
    public HandleCommandResult selfTest(String module) {
        Active active = work.get();
        if (active == null) {
            throw notActive();
        }
        return active.host().selfTest(module, SELF_TEST_WAIT);
    }

    /**
     * Runs the modules that the list in ZooKeeper names now, since somebody else may have changed it. If it cannot be read,
     * nothing changes but a health check.
     */
    public void follow() {
        Active present = work.get();
        if (present == null) {
            return;
        }
        HandleCommandResult _ = inOrder(present, active -> {
            try {
                active.publishHealth();
                readable.get().ifPresent(modules -> follow(active, Set.copyOf(modules)));
            } catch (MgrException e) {
                LOG.info("the list of enabled modules is not followed now: {}", e.toString());
            }
            return HandleCommandResult.ok();
        });
    }

    /** Has the host run what the stored list says, whoever changed it. Does not wait for modules. */
    private static void follow(Active active, Set<String> modules) {
        active.takeModules(modules);
        Set<String> added = new TreeSet<>(modules);
        added.removeAll(active.host().enabled());
        Set<String> removed = new TreeSet<>(active.host().enabled());
        removed.removeAll(modules);
        if (!added.isEmpty() || !removed.isEmpty()) {
            active.say(ClusterLogPriority.INFO, "the list of enabled modules was changed in ZooKeeper: added " + added
                    + ", removed " + removed);
        }
        active.host().start(added);
        removed.forEach(active.host()::disableSoon);
        active.host().listed(modules);
    }

    private static NotExecutedException notActive() {
        return new NotExecutedException("this manager is not active any more");
    }

    private HandleCommandResult inOrder(Function<Active, HandleCommandResult> order) {
        Active active = work.get();
        if (active == null) {
            throw notActive();
        }
        return inOrder(active, order);
    }

    private HandleCommandResult inOrder(Active active, Function<Active, HandleCommandResult> order) {
        oneAtATime.lock();
        try {
            return order.apply(active);
        } finally {
            oneAtATime.unlock();
        }
    }

    private static HandleCommandResult result(ModuleChange change, boolean force) {
        return switch (change.outcome()) {
            case DONE, ALREADY -> change.text().isEmpty()
                    ? HandleCommandResult.ok()
                    : HandleCommandResult.remark(change.text());
            case NOT_FOUND, NOT_ENABLED -> HandleCommandResult.error(Errno.ENOENT, change.text());
            case CANNOT_RUN -> force
                    ? HandleCommandResult.remark(change.text())
                    : HandleCommandResult.error(Errno.ENOENT, change.text()
                            + " (pass --force to force enablement)");
            case RESERVED -> HandleCommandResult.error(Errno.EINVAL, change.text());
            case FAILED -> HandleCommandResult.error(Errno.EIO, change.text());
            case STUCK -> HandleCommandResult.error(Errno.EBUSY, change.text());
            case CLOSED -> throw new NotExecutedException(change.text());
        };
    }
}
