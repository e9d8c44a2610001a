package io.reeve.election;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One manager's part in the election: its registration, its place in the queue, its leadership, and the map of all
 * managers. Methods may be called on any thread. Those that ask ZooKeeper block for a few seconds at most, and must not
 * be called by a listener: listeners run on the election's own thread.
 */
public final class Election implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Election.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The longest wait for ZooKeeper when this manager stops: the end of the ZooKeeper session has the same effect. */
    private static final Duration LEAVE_PATIENCE = Duration.ofMillis(400);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(2);

    private final ZooKeeperSession session;
    private final ElectionConfig config;
    private final ClusterPaths paths;
    private final ElectionThread thread = new ElectionThread();
    private final ClusterReader reader;
    private final ClusterLayout layout;
    private final Registration registration;
    private final AnnouncedRequests requests;
    private final Interventions interventions;
    private final Succession succession;
    private final History history;
    private final ElectionDriver driver;
    private final ClusterWatch watch;
    private final List<Consumer<MgrMap>> mapListeners = new CopyOnWriteArrayList<>();
    private final ZooKeeperSession.Listener connection = new ConnectionEvents();
    private final List<Consumer<Optional<List<String>>>> modulesListeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<MgrMap> firstMap = new CompletableFuture<>();
    private final Object mapChanged = new Object();

    private final CompletableFuture<String> foreign = new CompletableFuture<>();

    private volatile MgrMap.Manager self;
    private volatile String fsid = "";
    private volatile MgrMap map;
    private volatile @Nullable List<String> modules;
    private volatile long suspendedAt;

    // Owned by the election's thread once started.
    private @Nullable MapBuilder builder;
    private volatile @Nullable ZkHandle zk;
    private volatile @Nullable ZkHandle registeredUnder;
    private volatile String complaint = ""; // written by the thread that registers; there is one at a time
    private boolean registering;
    private boolean verifying;
    private boolean closing;
    @GuardedBy("this")
    private boolean hasLeft;
    private @Nullable ClusterNodes lastView;

    /**
     * An election in which this manager takes no part until {@link #start}.
     *
     * @param self     this manager as the others see it
     * @param listener called when this manager's leadership begins, changes and ends
     * @param probe    asked about another holder of this manager's name
     */
    public Election(ZooKeeperSession session, ElectionConfig config, MgrMap.Manager self, LeadershipListener listener,
            NameProbe probe) {
        this.session = session;
        this.config = config;
        this.self = self;
        paths = new ClusterPaths(config.cluster());
        reader = new ClusterReader(paths, config.confirmed());
        layout = new ClusterLayout(paths);
        history = new History(paths);
        interventions = new Interventions(session, paths, reader, config.clock(), this::awaitEnd);
        requests = new AnnouncedRequests(paths, () -> this.self, () -> registeredUnder, thread);
        registration = new Registration(paths, probe, interventions::evict, () -> this.self, requests::registration);
        driver = new ElectionDriver(new ElectionDriver.Context(thread, session.client(), paths, reader), config,
                () -> this.self, listener, this::watchAgain);
        succession = new Succession(interventions, driver, this::awaitEnd, config.nanoTime());
        watch = new ClusterWatch(new ClusterWatch.Watched(reader, paths.active(), driver::placePath), thread,
                config.nanoTime(), driver::activeDeleted, this::seen);
        map = new MgrMap(config.cluster(), "", 0, false, null, config.clock().instant(), List.of(), List.of());
        suspendedAt = config.nanoTime().getAsLong();
    }

    private void watchAgain() {
        watch.refresh();
    }

    /**
     * Creates missing nodes of the layout, registers this manager, and joins the queue. Returns when the first map is
     * there.
     *
     * @throws NameTakenException if another live process has this name
     * @throws LayoutException    if the layout in ZooKeeper is newer than this software, or not Reeve's
     */
    public void start() throws NameTakenException, LayoutException, InterruptedException {
        NodeContent.Root root = join();
        fsid = root.fsid();
        thread.execute(() -> builder = new MapBuilder(config.cluster(), root.fsid(), config.clock()));
        session.addListener(connection);
        ZkHandle handle = session.handle();
        thread.execute(() -> connected(handle));
        if (!session.isConnected()) {
            connection.suspended();
        }
        ZkFutures.await(firstMap, PATIENCE.multipliedBy(2), "read the cluster's state");
    }

    private NodeContent.Root join() throws NameTakenException, LayoutException, InterruptedException {
        while (true) {
            try {
                ZkHandle handle = session.handle();
                NodeContent.Root root = layout.ensure(handle);
                interventions.raiseTo(config.confirmed().highest(root.fsid()));
                registration.register(handle);
                registeredUnder = handle;
                return root;
            } catch (UnavailableException e) {
                LOG.warn("waiting for ZooKeeper: {}", e.getMessage());
                TimeUnit.NANOSECONDS.sleep(RETRY);
            }
        }
    }

    /** The cluster's paths in ZooKeeper. */
    public ClusterPaths paths() {
        return paths;
    }

    /**
     * The latest map; before the first one, an empty map of epoch 0. While {@link #isConnected} is false it may be as
     * old as {@link #mapAge} says.
     */
    public MgrMap map() {
        return map;
    }

    /** The highest epoch of this cluster that ZooKeeper has shown to this process. */
    public long confirmedEpoch() {
        return config.confirmed().highest(map.fsid());
    }

    /** Calls the consumer with each new map, on the election's thread. */
    public void onMapChange(Consumer<MgrMap> consumer) {
        mapListeners.add(consumer);
    }

    /**
     * Calls the consumer whenever {@link #enabledModules} has changed, on the election's thread, after the map's
     * consumers.
     */
    public void onModulesChange(Consumer<Optional<List<String>>> consumer) {
        modulesListeners.add(consumer);
    }

    /** The greatest possible age of the map; zero while the connection stands. */
    public Duration mapAge() {
        return isConnected() ? Duration.ZERO : Duration.ofNanos(config.nanoTime().getAsLong() - suspendedAt);
    }

    /** Whether the connection to ZooKeeper stands. */
    public boolean isConnected() {
        return session.isConnected();
    }

    /**
     * Whether this manager holds its name under the present ZooKeeper session, and nothing known keeps it from being
     * elected.
     */
    @SuppressWarnings("ReferenceEquality") // a handle is a ZooKeeper session
    public boolean isRegistered() {
        ZkHandle under = registeredUnder;
        return under != null && under == zk && !foreign.isDone() && !driver.mayNotLead();
    }

    /**
     * Completes with the reason when the data in ZooKeeper are not those of this election any more: they have another cluster
     * id, a lower epoch than was there, or an older state than was read or written. This manager then leads no more and takes
     * no further part; it can only begin anew, with another election that has the same {@link ConfirmedEpochs}.
     */
    public CompletableFuture<String> foreign() {
        return foreign.copy();
    }

    /**
     * The enabled modules; empty if none were ever published or the list in ZooKeeper is invalid. In the latter case
     * the map keeps the last valid list.
     */
    public Optional<List<String>> enabledModules() {
        return Optional.ofNullable(modules);
    }

    /**
     * Reads the map again, so that it includes everything that was persisted before this call.
     *
     * @throws UnavailableException if ZooKeeper does not answer
     */
    public MgrMap sync() {
        return sync(PATIENCE);
    }

    /** Reads the map again as {@link #sync()} does, waiting no longer than {@code most}. */
    public MgrMap sync(Duration most) {
        long begin = System.nanoTime();
        ClusterNodes listing = interventions.read(most);
        var done = new CompletableFuture<MgrMap>();
        thread.execute(() -> {
            publish(listing);
            done.complete(map());
        });
        return ZkFutures.awaitUnchecked(done, most.minusNanos(System.nanoTime() - begin), "read the cluster's state");
    }

    /** One epoch of the history; empty if it is no longer kept or has not begun. Asks ZooKeeper. */
    public Optional<HistoryEntry> history(long epoch) {
        return history.entry(session.handle(), epoch);
    }

    /**
     * Ends a manager's leadership, or its place in the queue if it is a standby. The leader is first asked to hand over
     * by itself. Returns when its epoch is over.
     *
     * @param who   name or gid; null for the active manager
     * @param epoch the epoch that the caller means: nothing is done if it is over; null for the present one
     * @param drain the request to the leader to hand over
     */
    public FailResult fail(@Nullable String who, @Nullable Long epoch, HandOverRequest drain) {
        return interventions.fail(who, epoch, drain);
    }

    /**
     * Keeps every manager from being active, or allows it again. The leader is first asked to hand over, as by {@link
     * #fail}.
     *
     * @return what was done, as a text for people
     */
    public String setDown(boolean down, HandOverRequest drain) {
        return interventions.setDown(down, drain);
    }

    /** The requests of managers to each other, through their registrations. */
    public PeerRequests requests() {
        return requests;
    }

    /** Waits until the map shows a later epoch. */
    private boolean awaitEnd(long epoch, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (mapChanged) {
            while (map.epoch() <= epoch) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(mapChanged, Math.max(left, 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Removes the nodes of a process that evidence shows to be dead. If it led, the first manager that lives in the queue takes
     * over in the same transaction; the others leave it 300 ms for that, and then raise the epoch as well.
     *
     * @param why the evidence, for the log and the history
     * @return whether the process held anything
     */
    public boolean evict(String name, long gid, String why) {
        return succession.of(name, gid, why, session.handle().timeout()) || interventions.evict(name, gid, why);
    }

    /** Publishes a changed description of this manager, such as its modules. Name and gid must stay the same. */
    public void updateSelf(MgrMap.Manager now) {
        if (!now.name().equals(self.name()) || now.gid() != self.gid()) {
            throw new IllegalArgumentException(
                    "'" + self.name() + "' gid " + self.gid() + " cannot become '" + now.name()
                            + "' gid " + now.gid());
        }
        self = now;
        thread.execute(this::writeSelf);
    }

    /**
     * Tells the others whether this manager can do the work of an active: one that cannot queues behind those that can, whatever
     * their priorities, and leads only if there are none.
     *
     * @param why why it cannot; null if it can, as at first
     */
    public void unable(@Nullable String why) {
        thread.execute(() -> driver.unable(why));
    }

    /**
     * The managers in the queue, the leader among them. Asks ZooKeeper.
     *
     * @throws UnavailableException if it does not answer
     */
    public List<Candidate> candidates() {
        ClusterNodes listing = interventions.read(PATIENCE);
        return listing.queue()
                .stream()
                .filter(listing::isCandidate)
                .map(ClusterNodes.Place::ticket)
                .filter(Objects::nonNull)
                .map(ticket -> new Candidate(ticket.name(), ticket.gid(), ticket.unable()))
                .toList();
    }

    /**
     * Gives up leadership, place and registration, in this order, and takes no further part. The map goes on to show the
     * others. Blocks for less than a second.
     */
    public synchronized void leave() {
        if (hasLeft) {
            return;
        }
        hasLeft = true;
        thread.execute(() -> {
            closing = true;
            driver.handle(new ElectionEvent.Close("stopping"));
        });
        try {
            ZkFutures.awaitUnchecked(driver.closed(), LEAVE_PATIENCE, "leave the election");
            if (foreign.isDone()) {
                return; // what stands there under this manager's name is not its own
            }
            if (!isConnected()) {
                throw new UnavailableException("not connected to ZooKeeper", new IllegalStateException(self.name()));
            }
            MultiOutcome gone = ZkFutures.awaitUnchecked(
                    session.handle().multi(List.of(Op.delete(paths.manager(self.name()), -1))),
                    LEAVE_PATIENCE, "deregister");
            LOG.debug("deregistered: {}", gone);
        } catch (UnavailableException | IllegalStateException e) {
            LOG.info("left the election without telling ZooKeeper: {}", e.getMessage());
        }
    }

    /** Leaves as {@link #leave} does, unless that was done, and ends. */
    @Override
    public void close() {
        try {
            leave();
        } finally {
            session.removeListener(connection);
            thread.close();
        }
    }

    private final class ConnectionEvents implements ZooKeeperSession.Listener {
        @Override
        public void connected(ZkHandle handle) {
            thread.execute(() -> Election.this.connected(handle));
        }

        @Override
        public void suspended() {
            suspendedAt = config.nanoTime().getAsLong();
            thread.execute(() -> driver.handle(new ElectionEvent.Suspended()));
        }

        @Override
        public void lost() {
            thread.execute(() -> driver.handle(new ElectionEvent.SessionLost()));
        }
    }

    private void connected(ZkHandle handle) {
        zk = handle;
        verifyLastWrite(handle);
        driver.connected(handle);
        watch.connected(handle);
        if (registeredUnder == handle) {
            driver.handle(new ElectionEvent.Registered());
        } else {
            register(handle);
        }
    }

    private void register(ZkHandle handle) {
        if (registering || closing || foreign.isDone() || handle != zk) {
            return;
        }
        registering = true;
        Thread.ofVirtual().name("reeve-register").start(() -> {
            boolean done = tryRegister(handle);
            thread.execute(() -> {
                registering = false;
                if (done && handle == zk) {
                    registeredUnder = handle;
                    driver.handle(new ElectionEvent.Registered());
                } else if (zk != null) {
                    ZkHandle next = zk;
                    thread.later(() -> register(next), handle == zk ? RETRY : 0);
                }
            });
        });
    }

    private boolean tryRegister(ZkHandle handle) {
        try {
            NodeContent.Root root = layout.ensure(handle);
            String why = foreignness(root, interventions.read(PATIENCE));
            if (why != null) {
                thread.execute(() -> abandon(why));
                return false;
            }
            registration.register(handle);
            LOG.info("registered again under session 0x{}", Long.toHexString(handle.sessionId()));
            complaint = "";
            return true;
        } catch (UnavailableException e) {
            LOG.info("could not register, will try again: {}", e.getMessage());
        } catch (NameTakenException | LayoutException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Logs a reason once as an error, and its repetitions for debugging only. */
    private void complain(String what) {
        if (what.equals(complaint)) {
            LOG.debug("still not taking part in the election: {}", what);
        } else {
            complaint = what;
            LOG.error("not taking part in the election, and trying again every {} s: {}",
                    TimeUnit.NANOSECONDS.toSeconds(RETRY), what);
        }
    }

    /** Whether the data are not those of this election: the reason, null if they are. */
    private @Nullable String foreignness(NodeContent.@Nullable Root root, ClusterNodes listing) {
        long seen = config.confirmed().highest(fsid);
        if (root != null && !root.fsid().equals(fsid)) {
            return "they have the cluster id " + root.fsid() + ", this manager belongs to " + fsid;
        }
        return listing.epoch() != null && listing.epochNumber() < seen
                ? "they have epoch " + listing.epochNumber() + ", and epoch " + seen + " has been"
                : null;
    }

    /**
     * Reads again after a sync if a listing does not look like this cluster: it may only come from a server that lags.
     */
    private void suspect(ClusterNodes listing) {
        ZkHandle handle = zk;
        if (foreignness(listing.root(), listing) == null || handle == null || verifying || foreign.isDone()) {
            return;
        }
        verifying = true;
        thread.answer(reader.read(handle, ClusterReader.Scope.FRESH), (fresh, failure) -> {
            verifying = false;
            String why = fresh == null ? null : foreignness(fresh.root(), fresh);
            if (why != null) {
                abandon(why);
            } else if (fresh == null) {
                LOG.debug("could not read again", failure);
                thread.later(() -> suspect(listing), RETRY);
            }
        });
    }

    /**
     * Reads whether ZooKeeper still has the last write of this leader after a reconnect, unless another epoch has begun. The read
     * is sent before anything that could thaw the leader, so it is answered before that can write again.
     */
    private void verifyLastWrite(ZkHandle handle) {
        HeldLeadership leadership = driver.leadership(handle);
        LastWrite last = leadership == null ? null : leadership.lastWrite();
        if (leadership == null || last == null) {
            return;
        }
        var synced = handle.sync(paths.root());
        var epoch = handle.exists(paths.epoch(), null);
        var node = handle.exists(last.path(), null);
        var undone = handle.exists(last.parent(), null)
                .thenCombine(node, (parent, now) -> Optional.ofNullable(last.undone(now, parent)));
        thread.answer(synced.thenCombine(epoch, (_, now) -> now)
                .thenCombine(undone, (now, why) -> why.filter(
                        _ -> now.isPresent() && now.get().getVersion() == leadership.epochVersion())),
                (why, failure) -> {
                    if (why == null) {
                        LOG.debug("could not read the last write again", failure); // the next connection does
                    } else {
                        why.ifPresent(this::abandon);
                    }
                });
    }

    /**
     * Tells that ZooKeeper shows an older state than it had shown to this process before: this manager can only begin anew. May
     * be called on any thread.
     */
    public void dataWentBack(String why) {
        thread.execute(() -> abandon(why));
    }

    private void abandon(String why) {
        if (!closing && !foreign.isDone()) {
            LOG.error(
                    "the data of cluster '{}' in ZooKeeper are not those that this manager works on: {}. They were wiped,"
                            + " or an older copy was put back. This manager stops what it does and begins anew",
                    config.cluster(),
                    why);
            driver.handle(new ElectionEvent.Abandoned("the data in ZooKeeper were replaced"));
            foreign.complete(why);
        }
    }

    /** Takes a new listing of the cluster. */
    private void seen(ClusterWatch.WatchedNodes reading) {
        ClusterNodes listing = reading.listing();
        ClusterNodes before = lastView;
        lastView = listing;
        publish(listing);
        if (reading.zk() != zk) {
            return;
        }
        boolean barred = driver.mayNotLead();
        driver.rootSeen(listing.root());
        ownRegistration(reading.zk(), listing);
        String place = reading.place();
        if (driver.activeHeld(reading) && place != null && place.equals(driver.placePath()) && !listing.place()) {
            driver.placeLost();
        }
        if (barred && !driver.mayNotLead() && registeredUnder == zk) {
            driver.handle(new ElectionEvent.Registered()); // queues again, if the layout kept it from that
        }
        if (before == null || before.epochVersion() != listing.epochVersion()
                || !Objects.equals(before.root(), listing.root())
                || !Objects.equals(before.active(), listing
                        .active())) {
            driver.handle(new ElectionEvent.ClusterChanged());
        }
    }

    private void ownRegistration(ZkHandle handle, ClusterNodes listing) {
        if (registeredUnder != handle || closing || foreign.isDone()) {
            return;
        }
        ClusterNodes.Registered own = listing.managers().get(self.name());
        if (own == null || own.owner() != handle.sessionId()) {
            LOG.warn("ZooKeeper node {} is gone or foreign: registering again", paths.manager(self.name()));
            registeredUnder = null;
            register(handle);
        } else if (!self.equals(own.manager())) {
            writeSelf();
        }
    }

    private void writeSelf() {
        ZkHandle handle = zk;
        if (handle == null || registeredUnder != handle) {
            return;
        }
        var write = Op.setData(paths.manager(self.name()), requests.registration(), -1);
        thread.answer(handle.multi(List.of(write)), (outcome, _) -> LOG.debug("updated the registration: {}", outcome));
    }

    private void publish(ClusterNodes listing) {
        MapBuilder building = builder;
        if (building == null) {
            return;
        }
        suspect(listing);
        if (foreign.isDone()) {
            return;
        }
        boolean modulesChanged = !Objects.equals(modules, listing.modules());
        modules = listing.modules();
        Optional<MgrMap> next = building.build(listing);
        synchronized (mapChanged) {
            map = building.last();
            mapChanged.notifyAll();
        }
        if (next.isPresent()) {
            mapListeners.forEach(listener -> tell(listener, next.get()));
        }
        if (modulesChanged) {
            modulesListeners.forEach(listener -> tell(listener, enabledModules()));
        }
        firstMap.complete(building.last());
    }

    private static <T> void tell(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException | Error e) {
            LOG.error("a listener of the map failed", e);
        }
    }
}
