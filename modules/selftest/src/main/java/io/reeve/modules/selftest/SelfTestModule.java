package io.reeve.modules.selftest;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.Exposed;
import io.reeve.api.HealthCheck;
import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.NotifyType;
import io.reeve.api.command.CliArg;
import io.reeve.api.command.CliCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.ProgressEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The module, whose commands exercise every call of the module API. */
final class SelfTestModule extends MgrModule {
    private static final Duration TICK = Duration.ofMillis(200);

    /** The work that {@code serve} does in the background. */
    enum Workload {
        COMMAND_SPAM, THROW_EXCEPTION
    }

    private final SelfTest test = new SelfTest(this);
    private final Map<NotifyType, LongAdder> notified = new TreeMap<>();
    private final LongAdder configChanges = new LongAdder();
    private final LongAdder freezes = new LongAdder();
    private final LongAdder thaws = new LongAdder();
    private volatile @Nullable Workload workload;

    SelfTestModule(ModuleContext context) {
        super(context);
        for (NotifyType type : NotifyType.values()) {
            notified.put(type, new LongAdder());
        }
    }

    @Override
    public void serve() throws InterruptedException {
        while (pause(TICK)) {
            if (workload == Workload.THROW_EXCEPTION) {
                throw new IllegalStateException("Synthetic exception in serve");
            }
            if (workload == Workload.COMMAND_SPAM) {
                test.reads();
            }
        }
    }

    @Override
    public void shutdown() {
        log().debug("told to stop");
    }

    @Override
    public void notify(NotifyType type, String id) {
        Optional.ofNullable(notified.get(type)).ifPresent(LongAdder::increment);
    }

    @Override
    public void configNotify() {
        configChanges.increment();
    }

    @Override
    public void frozen() {
        freezes.increment();
    }

    @Override
    public void thawed() {
        thaws.increment();
    }

    @Override
    public Optional<HttpHandler> httpHandler() {
        return Optional.of(new EchoPage());
    }

    @Override
    public void selfTest() {
        test.all();
    }

    @Override
    public HandleCommandResult handleCommand(Command command) {
        return command.prefix().equals("selftest echo")
                ? HandleCommandResult.ok(String.join(" ", command.strings("text")))
                : super.handleCommand(command);
    }

    @CliCommand(value = "selftest run", desc = "exercise every call of the module API", perm = "rw")
    HandleCommandResult run() {
        test.all();
        return HandleCommandResult.remark("Self-test succeeded");
    }

    @CliCommand(value = "selftest background start", desc = "do something in serve", perm = "rw")
    HandleCommandResult backgroundStart(@CliArg("workload") Workload what) {
        workload = what;
        return HandleCommandResult.remark("Running `" + what.name() + "` in background");
    }

    @CliCommand(value = "selftest background stop", desc = "do nothing in serve", perm = "rw")
    HandleCommandResult backgroundStop() {
        Workload was = workload;
        workload = null;
        return HandleCommandResult.remark(was == null
                ? "No background workload was running"
                : "Stopping background workload `" + was.name() + "`");
    }

    @CliCommand(value = "selftest config get", desc = "read an option of this module", perm = "r")
    String configGet(@CliArg("key") String key) {
        return getModuleOption(key).orElse("");
    }

    @CliCommand(value = "selftest config get_localized", desc = "the same as this manager sees it", perm = "r")
    String configGetLocalized(@CliArg("key") String key) {
        return getLocalizedModuleOption(key).orElse("");
    }

    @CliCommand(value = "selftest remote", desc = "call another module", perm = "rw")
    HandleCommandResult remoteTest(@CliArg("module") String module, @CliArg("method") String method,
            @CliArg(value = "arg", required = false) @Nullable String arg) {
        Object answer = arg == null ? remote(module, method) : remote(module, method, arg);
        return HandleCommandResult.ok(String.valueOf(answer));
    }

    /** A method that {@code selftest remote} can call, from this module or another. */
    @Exposed
    public String echo(String text) {
        return text;
    }

    /** A method that fails, for {@code selftest remote}. */
    @Exposed
    public void fail(String text) {
        throw new IllegalStateException(text);
    }

    @CliCommand(value = "selftest health set", desc = "raise a health check", perm = "rw")
    void healthSet(@CliArg("code") String code, @CliArg("severity") HealthCheck.Severity severity,
            @CliArg("summary") String summary, @CliArg(value = "detail", required = false) List<String> detail) {
        test.raised().put(code, new HealthCheck(code, severity, summary, Math.max(1, detail.size()), detail));
        setHealthChecks(test.raised().values());
    }

    @CliCommand(value = "selftest health clear", desc = "clear these health checks, or all", perm = "rw")
    void healthClear(@CliArg(value = "codes", required = false) List<String> codes) {
        if (codes.isEmpty()) {
            test.raised().clear();
        } else {
            codes.forEach(test.raised()::remove);
        }
        setHealthChecks(test.raised().values());
    }

    @CliCommand(value = "selftest cluster-log", desc = "write a line to the cluster log", perm = "rw")
    void clusterLogTest(@CliArg("channel") ClusterLogChannel channel, @CliArg("priority") ClusterLogPriority priority,
            @CliArg("message") String message) {
        clusterLog(channel, priority, message);
    }

    @CliCommand(value = "selftest progress", desc = "show long work that is done to this fraction; 1 completes it", perm = "rw")
    void progressTest(@CliArg("id") String id, @CliArg("fraction") double fraction) {
        double done = ProgressEvent.requireFraction(id, fraction);
        String message = "Work " + id + " of the self-test";
        progress().start(ProgressEvent.of(id, message).shownInStatus().keptAcrossFailover());
        boolean _ = progress().update(id, done, message);
        if (done == 1) {
            boolean _ = progress().complete(id);
        }
    }

    @CliCommand(value = "selftest store get", desc = "read a key of this module", perm = "r")
    HandleCommandResult storeGet(@CliArg("key") String key) {
        return getStore(key).map(HandleCommandResult::ok)
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "no such key '" + key + "'"));
    }

    @CliCommand(value = "selftest store set", desc = "write a key of this module, from -i or an argument", perm = "rw")
    void storeSet(@CliArg("key") String key, @CliArg(value = "value", required = false) @Nullable String value,
            byte[] input) {
        setStore(key, value == null ? input : value.getBytes(StandardCharsets.UTF_8));
    }

    @CliCommand(value = "selftest raise", desc = "throw in the handler", perm = "rw")
    @SuppressWarnings("DoNotCallSuggester") // throwing is its purpose
    void raise(@CliArg(value = "message", required = false) @Nullable String message) {
        throw new IllegalStateException(message == null ? "Synthetic exception in a handler" : message);
    }

    @CliCommand(value = "selftest spin", desc = "keep this module's command thread busy", perm = "rw")
    void spin(@CliArg("seconds") double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end && !isStopping()) {
            Thread.onSpinWait();
        }
    }

    @CliCommand(value = "selftest counts", desc = "show what this module was told so far", perm = "r")
    Map<String, Long> counts() {
        SortedMap<String, Long> all = new TreeMap<>();
        notified.forEach((type, n) -> all.put("notify_" + type.wireName(), n.sum()));
        all.put("config_notify", configChanges.sum());
        all.put("frozen", freezes.sum());
        all.put("thawed", thaws.sum());
        return all;
    }

    @CliCommand(value = "selftest whoami", desc = "show where this module runs", perm = "r")
    Map<String, Object> whoami() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("module", getModuleName());
        all.put("mgr", getMgrId());
        all.put("ip", getMgrIp());
        all.put("host", getHostname());
        all.put("version", version());
        all.put("epoch", epoch());
        all.put("frozen", isFrozen());
        return all;
    }
}
