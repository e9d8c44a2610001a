package io.reeve.modules.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.MgrException;
import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.events.EventTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The module, which keeps the document of open pages, and answers their requests. */
final class DashboardModule extends MgrModule {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int PULSE_TICKS = 3;
    private static final int MODULE_TICKS = 3;
    private static final int STORE_TICKS = 60;
    private static final int CLOCK_TICKS = 60;
    private static final Map<String, Object> AUDIT = Map.of("prefix", "log last", "num", 1000, "level", "debug",
            "channel", "audit", "format", "plain");
    private static final long HISTORY_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
    private static final int SERIES = 12;

    private final EventTopic topic = openTopic();
    private final Document document;
    private final CounterHistory counters = new CounterHistory(HISTORY_BYTES);
    private final PageFiles files;
    private final ClusterHistory space = new ClusterHistory(getStoreText("space").orElse(""), 400);
    private final MuteHistory mutes = new MuteHistory(getStoreText("mutes").orElse(""), 100);
    private final StandbyClocks clocks = new StandbyClocks();
    private final List<PageRoute> routes;
    private long nextClocks; // used only by the thread that serves
    private volatile boolean logChanged = true;
    private volatile Map<String, String> moduleStates = Map.of();

    DashboardModule(ModuleContext context) {
        super(context);
        String source = epoch() + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        this.document = new Document(source, this::toJson, change -> topic.publish("change", change));
        this.files = new PageFiles(this::toJson, this::getMgrMap);
        this.routes = List.of(new PageRoute("GET", "", "r", true, files::page),
                new PageRoute("GET", "app/*", "r", true, on -> files.file(on, path(on))),
                new PageRoute("GET", "lib/*", "r", true, on -> files.file(on, path(on))),
                new PageRoute("GET", "api/events", "r", false, this::events),
                new PageRoute("GET", "api/snapshot", "r", false, this::snapshot),
                new PageRoute("GET", "api/daemon", "r", false, this::daemon),
                new PageRoute("GET", "api/counters", "r", false, on -> Replies.json(on, toJson(counters.index()))),
                new PageRoute("GET", "api/series", "r", false, this::series),
                new PageRoute("GET", "api/history", "r", false, this::history));
    }

    /** The routes of the pages. */
    List<PageRoute> routes() {
        return routes;
    }

    @Override
    public Optional<HttpHandler> httpHandler() {
        return Optional.of(this::route);
    }

    @Override
    public void notify(NotifyType type, String id) {
        logChanged = true;
    }

    @Override
    public void serve() throws InterruptedException {
        for (long tick = 0; pause(TICK); tick++) {
            if (tick % CounterHistory.PERIOD == 0) {
                counters.sample(getCluster(), now());
            }
            rememberMutes();
            if (topic.readers() > 0) { // else the requests for the stream and the snapshot bring the document up to date
                tellReaders(tick);
            } else {
                moduleStates = Map.of(); // nobody looks, and they would be old when somebody does
            }
            if (tick % STORE_TICKS == STORE_TICKS - 1) {
                rememberSpace();
            }
        }
    }

    private void tellReaders(long tick) throws InterruptedException {
        if (tick >= nextClocks) {
            clocks.askBeside(getMgrMap(), this::isStopping);
            nextClocks = tick + CLOCK_TICKS;
        }
        if (tick % MODULE_TICKS == 0 || moduleStates.isEmpty()) {
            moduleStates = ModuleStates.of(printed(Map.of("prefix", "mgr module ls", "format", "plain")));
        }
        refresh();
        publishLog();
        if (tick % PULSE_TICKS == 0) {
            topic.publish("pulse", document.pulse());
        }
    }

    /** What a command prints; nothing if it fails. */
    private String printed(Map<String, Object> command) throws InterruptedException {
        HandleCommandResult result = monCommand(command);
        return result.retval() == 0 ? new String(result.stdout(), StandardCharsets.UTF_8) : "";
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private synchronized void refresh() {
        ClusterView view = getCluster();
        MgrMap map = getMgrMap();
        Observed observed = new Observed(Observed.silent(view, counters), clocks.differences(), moduleStates);
        document.replace("cluster", ManagerSections.cluster(map, version()));
        document.replace("managers", ManagerSections.managers(map));
        document.replace("modules", ManagerSections.modules(map, moduleStates));
        document.replace("health", ClusterSections.health(view));
        document.replace("hosts", ClusterSections.hosts(view));
        document.replace("daemons", ClusterSections.daemons(view));
        document.replace("osds", ClusterSections.osds(view));
        document.replace("pools", ClusterSections.pools(view));
        document.replace("groups", ClusterSections.groups(view));
        document.replace("capacity", ClusterSections.capacity(view));
        document.replace("servers", ClusterSections.servers(view));
        document.replace("work", WorkSection.of(progress()));
        document.replace("filesystems", ClusterSections.filesystems(view));
        document.replace("muteHistory", mutes.section());
        document.replace("notes", Notes.of(view, map, observed));
    }

    /** Sends the last lines of the cluster log, which pages add to theirs by number. */
    private void publishLog() throws InterruptedException {
        if (!logChanged) {
            return;
        }
        logChanged = false;
        String lines = printed(Map.of("prefix", "log last", "num", 20, "level", "debug", "channel", "*")).strip();
        boolean fits = lines.getBytes(StandardCharsets.UTF_8).length < EventTopic.MAX_EVENT - 100;
        topic.publish("log", !lines.isEmpty() && fits ? lines : "null");
    }

    /** Notes which health checks were muted or are no longer, whether somebody follows or not. */
    private void rememberMutes() throws InterruptedException {
        Map<String, Object> health = health();
        if (mutes.differs(health)) {
            String changed = mutes.look(health, printed(AUDIT), System.currentTimeMillis());
            if (changed != null) {
                store("mutes", changed);
            }
        }
    }

    private Map<String, Object> health() {
        return Values.map(getCluster().get("health"));
    }

    private void rememberSpace() {
        Map<String, Object> stats = Values.map(Values.map(getCluster().get("df")).get("stats"));
        String status = Values.text(health().get("status"));
        store("space", space.add(toJson(List.of(Math.round(now()), (long) Values.number(stats.get("total_used_bytes")),
                (long) Values.number(stats.get("total_bytes")), status))));
    }

    private void store(String key, String text) {
        try {
            setStoreText(key, text);
        } catch (MgrException e) { // the next one is stored with this one
            log().warn("the history '{}' could not be stored: {}", key, e.getMessage());
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = path(exchange);
        PageRoute route = PageRoute.find(routes, exchange.getRequestMethod(), path);
        if (route != null) {
            route.handler().handle(exchange);
        } else if (routes.stream().anyMatch(r -> r.fits(path))) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Replies.error(exchange, 405, exchange.getRequestMethod() + " is not answered at " + path);
        } else {
            Replies.error(exchange, 404, "the dashboard has no page " + path);
        }
    }

    /** The path below that of the module. */
    private String path(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().substring(getModuleName().length() + 2);
    }

    /** Answers with the stream. What changed while nobody followed is no change for whoever begins to. */
    private void events(HttpExchange exchange) throws IOException {
        bringUpToDate();
        topic.follow(exchange);
    }

    /** Makes the document anew if nobody follows it; else it is a moment old, however many pages come at once. */
    private synchronized void bringUpToDate() {
        if (topic.readers() == 0) {
            refresh();
        }
    }

    private void snapshot(HttpExchange exchange) throws IOException {
        bringUpToDate();
        Replies.json(exchange, document.snapshot());
    }

    private void daemon(HttpExchange exchange) throws IOException {
        String type = String.valueOf(Replies.parameter(exchange, "type"));
        String id = String.valueOf(Replies.parameter(exchange, "id"));
        Replies.json(exchange, toJson(Data.map("metadata", getMetadata(type, id).orElse(Map.of()), "status",
                getDaemonStatus(type, id).orElse(Map.of()))));
    }

    private void series(HttpExchange exchange) throws IOException {
        boolean minutes = "6h".equals(Replies.parameter(exchange, "span"));
        List<Map<String, Object>> all = Replies.parameters(exchange, "counter")
                .stream()
                .limit(SERIES)
                .map(name -> name.split("\\|", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> points(parts[0], parts[1], minutes))
                .toList();
        Replies.json(exchange, toJson(all));
    }

    /** The points of a counter with the epoch, since those of another epoch are not joined to them. */
    private Map<String, Object> points(String daemon, String path, boolean minutes) {
        Map<String, Object> points = new LinkedHashMap<>(counters.points(daemon, path, minutes));
        points.put("epoch", epoch());
        return points;
    }

    private void history(HttpExchange exchange) throws IOException {
        Replies.json(exchange, "{\"space\":" + space.json() + "}");
    }

    /** Makes the whole document of the present cluster. */
    @Override
    public void selfTest() {
        refresh();
    }
}
