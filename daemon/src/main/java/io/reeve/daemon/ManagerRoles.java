package io.reeve.daemon;

import io.reeve.api.HealthCheck;
import io.reeve.api.MgrException;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.Leadership;
import io.reeve.http.endpoint.ActiveHandler;
import io.reeve.http.endpoint.ActiveView;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.store.clusterlog.LogEntry;
import io.reeve.store.health.HealthChange;
import io.reeve.store.health.HealthLogLines;
import io.undertow.server.HttpHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the work of each role, and knows which one is being done: who asks for a module's page gets it from there. */
final class ManagerRoles implements RoleController.Roles {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerRoles.class);

    private final Parts parts;
    private final NoActiveWatch noActive = new NoActiveWatch(System::nanoTime);
    private volatile @Nullable HttpHandler command;
    private volatile @Nullable Runnable followModules;
    private volatile ActiveServices.@Nullable CommandSender sender;
    private volatile @Nullable ActiveWork active;
    private volatile @Nullable StandbyWork standby;
    private volatile @Nullable HttpHandler activeHandler;

    ManagerRoles(Parts parts) {
        this.parts = parts;
    }

    /** Gives what answers {@code /api/command}, and sends what modules send; to be called before the first role. */
    void answerCommandsWith(HttpHandler endpoint, ActiveServices.CommandSender modules) {
        command = endpoint;
        sender = modules;
    }

    /** Gives what has the active follow the list of enabled modules; it may block. */
    void followModulesBy(Runnable follow) {
        followModules = follow;
    }

    @Override
    public RoleController.Term standby() {
        active = null;
        activeHandler = null;
        StandbyWork work = new StandbyWork(parts);
        standby = work;
        return work;
    }

    @Override
    public RoleController.ActiveTerm active(Leadership leadership) {
        ActiveWork work = new ActiveWork(parts, leadership, Objects.requireNonNull(sender, "command sender"),
                noActive, this::serves);
        standby = null;
        active = work;
        return work;
    }

    private void serves(ActiveWork work) {
        activeHandler = new ActiveHandler(new WorkView(work), Objects.requireNonNull(command, "command endpoint"));
    }

    /** What the active does; null on a standby. */
    @Nullable
    ActiveWork activeWork() {
        return active;
    }

    /** What a standby does; null on the active. */
    @Nullable
    StandbyWork standbyWork() {
        return standby;
    }

    /** What answers HTTP while this manager is active and serves; null otherwise. */
    @Nullable
    HttpHandler activeHandler() {
        return activeHandler;
    }

    /** The handler of a module's standby class. */
    Optional<com.sun.net.httpserver.HttpHandler> standbyModule(String name) {
        StandbyWork work = standby;
        return work == null ? Optional.empty() : work.host().httpHandler(name);
    }

    /** How the modules of the present role fare. */
    List<ModuleStatus> moduleStatus() {
        ActiveWork doing = active;
        StandbyWork waiting = standby;
        return doing != null ? doing.host().status() : waiting != null ? waiting.host().status() : List.of();
    }

    /** Has an audit line of a manager that cannot write it in the cluster log, while this one is active. Does not block. */
    void audit(String by, String line, Runnable written) {
        Thread.ofVirtual().name("reeve-audit").start(() -> {
            if (audit(by, line)) {
                written.run();
            }
        });
    }

    /** The same. May block. @return whether it is there; if this manager stays active, it is sooner or later */
    boolean audit(String by, String line) {
        ActiveWork work = active;
        try {
            return work != null && work.audit(by, line);
        } catch (MgrException e) {
            LOG.debug("an audit line of {} waits: {}", by, line, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Keys of the store changed. */
    void keysChanged(Set<String> keys) {
        ActiveWork doing = active;
        StandbyWork waiting = standby;
        if (doing != null) {
            doing.cluster().keysChanged(keys);
            doing.host().optionChanged(keys);
        } else if (waiting != null) {
            waiting.host().optionChanged(keys);
        }
    }

    /** The managers changed. */
    void mapChanged(MgrMap map) {
        noActive.mapChanged(map);
        ActiveWork doing = active;
        StandbyWork waiting = standby;
        if (doing != null) {
            doing.cluster().mapChanged(map);
            doing.host().notifyAll(NotifyType.MGR_MAP, Long.toString(map.epoch()));
        } else if (waiting != null) {
            waiting.host().setEnabled(Set.copyOf(map.modules()));
        }
    }

    /** The list of enabled modules changed, or became readable or unreadable. */
    void modulesChanged() {
        ActiveWork doing = active;
        Runnable follow = followModules;
        if (doing != null && follow != null) {
            Thread.ofVirtual().name("reeve-modules-follow").start(follow);
        }
    }

    /** Health checks appeared, changed or went: modules and the cluster log are told. */
    void healthChanged(HealthChange change) {
        ActiveWork doing = active;
        if (doing != null) {
            HealthLogLines.of(change).forEach(line -> doing.say(line.priority(), line.text()));
        }
        tellHealth();
    }

    /** What daemons do wrong changed. */
    void daemonHealth(List<HealthCheck> checks) {
        ActiveWork doing = active;
        if (doing != null) {
            doing.daemonHealth(checks);
        }
    }

    /** The state of health is another one: modules are told. */
    void tellHealth() {
        ActiveWork doing = active;
        if (doing != null) {
            doing.cluster().healthChanged();
            doing.host().notifyAll(NotifyType.HEALTH, "");
        }
    }

    /** Lines of the cluster log were persisted. */
    void logWritten(List<LogEntry> lines) {
        ActiveWork doing = active;
        if (doing != null) {
            lines.forEach(line -> doing.host().notifyAll(NotifyType.CLOG, line.channel().wireName()));
        }
    }

    /** The module path changed. */
    void catalogChanged() {
        ActiveWork doing = active;
        StandbyWork waiting = standby;
        if (doing != null) {
            doing.host().catalogChanged();
        } else if (waiting != null) {
            waiting.host().catalogChanged();
        }
    }

    private final class WorkView implements ActiveView {
        private final ActiveWork work;

        WorkView(ActiveWork work) {
            this.work = work;
        }

        @Override
        public String cluster() {
            return parts.config().cluster();
        }

        @Override
        public String name() {
            return parts.self().name();
        }

        @Override
        public long epoch() {
            return work.leadership().epoch();
        }

        @Override
        public String url() {
            return parts.url();
        }

        @Override
        public List<String> modules() {
            return parts.election().map().modules();
        }

        @Override
        public Map<String, String> services() {
            return work.services().uris();
        }

        @Override
        public boolean stopping() {
            return work.stopping();
        }

        @Override
        public Optional<com.sun.net.httpserver.HttpHandler> module(String name) {
            return work.host().httpHandler(name);
        }
    }
}
