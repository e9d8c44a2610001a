package io.reeve.reportport.daemon;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.report.protocol.DaemonFrame.Close;
import io.reeve.report.protocol.DaemonFrame.Command;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Reply;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Update;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.FrameDecoder;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.NotOursException;
import io.reeve.report.protocol.PlacementGroup;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import io.reeve.reportport.peer.FrameBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one daemon to this manager while it is active. Confined to its event loop unless a method says
 * otherwise.
 *
 * <pre>
 * GREETED → OPEN → ENDED     most ends send a last frame; the state receives each end of an open session once
 * </pre>
 */
final class DaemonSession extends SimpleChannelInboundHandler<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonSession.class);
    private static final int MOST_COMMANDS = 16;
    private static final Duration STAY_AWAY = Duration.ofSeconds(30);
    /** The time that the last frame may take, so that a daemon that does not read cannot hold its connection open. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private enum State {
        GREETED, OPEN, ENDED
    }

    private final DaemonPort port;
    private final Channel channel;
    private final Identity peer;
    private final ActiveEpoch activeEpoch;
    private final DeclaredCounters declarations;
    private final AwaitedReplies pending;
    private final FrameBudget.Account frames;
    private final FactsSize facts;
    private volatile State state = State.GREETED;
    private final long greeted = System.nanoTime();
    private volatile long heard = greeted;
    /** Whether the connection has a session, or gives way to one that wants its place: the first of the two counts. */
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile long stuck;
    private @Nullable DaemonId daemon;
    private DaemonReports.@Nullable Session reports;
    private long second = heard;
    private int reportsThisSecond;
    private boolean resting;
    private int commands;

    DaemonSession(DaemonPort port, Channel channel, Identity peer, ActiveEpoch activeEpoch) {
        super(Frame.class);
        this.port = port;
        this.channel = channel;
        this.peer = peer;
        this.activeEpoch = activeEpoch;
        this.declarations = new DeclaredCounters(activeEpoch.reports()::shared);
        this.pending = new AwaitedReplies(channel.eventLoop());
        this.frames = port.frames().account(channel);
        this.facts = new FactsSize(port.limits().facts());
    }

    ActiveEpoch activeEpoch() {
        return activeEpoch;
    }

    /** Whether both are of one process, as far as can be seen: a gid is only claimed, but an address is where it comes from. */
    boolean isOfSameProcess(DaemonSession other) {
        return peer.gid() == other.peer.gid() && host().equals(other.host());
    }

    private String host() {
        return address().substring(0, address().lastIndexOf(':') + 1);
    }

    /** The remote address: {@code IP:PORT}. */
    String address() {
        return DaemonPort.text(channel.remoteAddress());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) throws NotOursException {
        heard = System.nanoTime();
        if (state == State.ENDED) {
            return;
        }
        switch (frame) {
            case Open open when state == State.GREETED -> open(open);
            case Report report when state == State.OPEN -> report(report);
            case Update update when state == State.OPEN -> update(update);
            case Command command when state == State.OPEN -> run(command);
            case Reply reply when state == State.OPEN -> pending.complete(reply.id(),
                    new HandleCommandResult(reply.status(), reply.out(), reply.err(), null));
            case Frame.Ping ping -> pong(ping);
            case Close _ -> {
                end(true);
                leave(new Close(activeEpoch.epoch()));
            }
            case Failure failure -> endAndLog("it says: " + failure.message());
            case Frame.Goodbye _ -> endWith(null);
            case Frame.Hello _,Frame.Pong _,Frame.Drain _,Frame.Draining _,Frame.Audit _,Frame.Audited _,Open _,Report _,Update _,Command _,Reply _,Where _,Configure _ ->
                throw new NotOursException("a frame '" + frame.getClass()
                        .getSimpleName()
                        .toLowerCase(
                                java.util.Locale.ROOT)
                        + "', which is not expected when its session is "
                        + (state == State.OPEN ? "open" : "not open"));
        }
    }

    private DaemonReports.Session session() {
        return java.util.Objects.requireNonNull(reports, "an open session");
    }

    private void update(Update update) {
        String refusal = facts.metadata(update.metadata());
        if (refusal == null) {
            session().metadata(update.metadata());
        } else {
            sendAway(refusal);
        }
    }

    private void open(Open open) throws NotOursException {
        DaemonId id = new DaemonId(open.type(), open.id());
        String refusal = open.type().equals("osd") && !OsdId.isValid(open.id())
                ? "a storage daemon's id is a number from 0 to " + OsdId.MOST + " without leading zeros, not '"
                        + WireText.printable(open.id(), 64) + "'"
                : facts.metadata(open.metadata());
        if (refusal != null) {
            sendAway(refusal);
            return;
        }
        Failure held = port.refusal(id, this);
        if (held != null) {
            state = State.ENDED;
            leave(held);
            return;
        }
        if (!settled.compareAndSet(false, true)) {
            return; // it gives way, and its end is on the way
        }
        FrameDecoder decoder = channel.pipeline().get(FrameDecoder.class);
        decoder.trust(Frame.DAEMON_LIMIT);
        decoder.account(frames);
        daemon = id;
        state = State.OPEN;
        reports = port.open(id, this, new DaemonOpening(id, peer.gid(), open.service(), open.metadata(), address()));
        reports.onRefusal(why -> later(() -> sendAway(why)));
        configure();
    }

    /** Sends the daemon the period and threshold of reports, and all managers. */
    void configure() {
        if (state == State.OPEN) {
            DaemonReports to = activeEpoch.reports();
            Wire.send(channel,
                    new Configure(activeEpoch.epoch(), to.period().toMillis(), to.settings().threshold(),
                            port.managers()));
        }
    }

    private void report(Report report) throws NotOursException {
        slowDown();
        String refusal = facts.reported(report);
        if (refusal != null) {
            sendAway(refusal);
            return;
        }
        List<PerfCounter> fresh = declarations.apply(report);
        if (!fresh.isEmpty() && daemon != null) {
            activeEpoch.conflicts().declared(daemon, fresh);
        }
        session().report(translate(report));
    }

    private DaemonReport translate(Report report) throws NotOursException {
        List<DaemonReport.HealthMetric> health = report.health() == null
                ? null
                : report.health()
                        .stream()
                        .map(m -> new DaemonReport.HealthMetric(m.type(), m.count(), m.oldest()))
                        .toList();
        List<DaemonReport.PlacementGroup> groups = report.groups() == null ? null : groups(report.groups());
        DaemonReport.FilesystemRole role = report.filesystem() == null
                ? null
                : new DaemonReport.FilesystemRole(report.filesystem().filesystem(), report.filesystem().rank(),
                        report.filesystem().state());
        return new DaemonReport(declarations.schema(), report.values(), report.status(), report.tasks(), health,
                groups, role);
    }

    private static List<DaemonReport.PlacementGroup> groups(List<PlacementGroup> told) throws NotOursException {
        try {
            return told.stream()
                    .map(g -> new DaemonReport.PlacementGroup(g.pgid(), g.state(), g.objects(), g.bytes()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new NotOursException("a placement group, but " + e.getMessage());
        }
    }

    /** Stops reading from a daemon that reports too often, for the rest of the second; TCP slows it down. */
    private void slowDown() {
        if (heard - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = heard;
            reportsThisSecond = 0;
        }
        if (++reportsThisSecond == port.limits().reportsASecond()) {
            rest(true);
            var _ = channel.eventLoop()
                    .schedule(() -> rest(false), TimeUnit.SECONDS.toNanos(1) - (heard - second),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void rest(boolean now) {
        resting = now;
        readIfDue();
    }

    /** A daemon that does not read its answers is no longer read from, as its commands would only make more answers. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readIfDue();
    }

    private void readIfDue() {
        channel.config().setAutoRead(!resting && channel.isWritable());
    }

    private void pong(Frame.Ping ping) {
        if (state == State.OPEN) {
            session().alive();
        }
        if (channel.isWritable()) {
            Wire.send(channel, new Frame.Pong(ping.number(), activeEpoch.epoch(), true));
        }
    }

    private void run(Command command) {
        DaemonId from = daemon;
        if (from == null || commands == MOST_COMMANDS) {
            reply(command, HandleCommandResult.error(Errno.EAGAIN,
                    MOST_COMMANDS + " commands of " + from + " are running"));
            return;
        }
        if (!frames.take(command.input().length)) {
            reply(command, HandleCommandResult.error(Errno.EAGAIN, port.frames().full()));
            return;
        }
        commands++;
        Thread.ofVirtual().name("command-of-" + from).start(() -> {
            HandleCommandResult result = answer(from, command);
            channel.eventLoop().execute(() -> {
                commands--;
                frames.give(command.input().length);
                reply(command, result);
            });
        });
    }

    private HandleCommandResult answer(DaemonId from, Command command) {
        try {
            return port.events().command(from, command.command(), command.input());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HandleCommandResult.error(Errno.EINTR, "interrupted");
        } catch (RuntimeException | Error e) { // whatever it is, what the command holds is given back
            LOG.error("a command of {} failed", from, e);
            return HandleCommandResult.error(Errno.EIO,
                    "the manager failed; whether the command ran is unknown: see its log");
        }
    }

    private void reply(Command to, HandleCommandResult result) {
        boolean fits = result.stdout().length + 4L * result.stderr().length() < Frame.DAEMON_LIMIT - 1_024;
        HandleCommandResult told = fits
                ? result
                : HandleCommandResult.error(Errno.E2BIG, "the answer has " + result.stdout().length
                        + " bytes; a frame takes " + Frame.DAEMON_LIMIT);
        if (state != State.OPEN) {
            return;
        }
        int length = told.stdout().length;
        if (length > 0 && !frames.take(length)) {
            Wire.send(channel,
                    new Reply(to.id(), activeEpoch.epoch(), HandleCommandResult.error(Errno.EAGAIN, "").retval(),
                            new byte[0],
                            port.frames().full()));
            return;
        }
        var _ = channel.writeAndFlush(
                new Reply(to.id(), activeEpoch.epoch(), told.retval(), told.stdout(), told.stderr()))
                .addListener(_ -> frames.give(length));
    }

    /** Sends a command to the daemon, and completes {@code answer}. From any thread. */
    void send(Map<String, Object> command, byte[] inbuf, Duration limit,
            CompletableFuture<HandleCommandResult> answer) {
        try {
            channel.eventLoop().execute(() -> sendNow(command, inbuf, limit, answer));
        } catch (RejectedExecutionException e) {
            answer.complete(HandleCommandResult.error(Errno.ENXIO, "the report port is closed"));
        }
    }

    private void sendNow(Map<String, Object> command, byte[] inbuf, Duration limit,
            CompletableFuture<HandleCommandResult> answer) {
        DaemonId to = daemon;
        if (state != State.OPEN || to == null) {
            AwaitedReplies.answer(answer, HandleCommandResult.error(Errno.ENXIO, "the session has ended"));
        } else if (pending.isFull() || !channel.isWritable()) {
            AwaitedReplies.answer(answer, HandleCommandResult.error(Errno.EAGAIN, to
                    + (pending.isFull()
                            ? " has not answered " + AwaitedReplies.MOST + " commands"
                            : " does not read")));
        } else {
            Wire.send(channel, new Command(pending.add(answer, limit, to.name()), activeEpoch.epoch(), command, inbuf));
        }
    }

    /** Ends the connection for one that asks for its place; false if it has a session or ends already. From any thread. */
    boolean giveWay() {
        boolean first = settled.compareAndSet(false, true);
        if (first) {
            later(() -> {
                if (state == State.GREETED) {
                    endAndLog("it has opened no session, and others want its place");
                }
            });
        }
        return first;
    }

    /** Ends the session because another process reports as this daemon. From any thread. */
    void superseded(String by, Duration away) {
        later(() -> endWith(new Failure("another process reports as " + daemon + " now, from " + by
                + "; give each its own id", away.toMillis())));
    }

    /** Ends the session because the same process has a newer connection. From any thread. */
    void replaced() {
        later(() -> endWith(null));
    }

    /** Ends the session because this manager is no longer active. From any thread. */
    void notActive(Where where) {
        later(() -> {
            pending.fail(HandleCommandResult.error(Errno.ENXIO, "this manager is not active any more"));
            state = State.ENDED; // the state that it fed is gone: nothing to report to
            leave(where);
        });
    }

    /**
     * Ends the session if the daemon has opened none in time, is silent, or does not read. From any thread.
     *
     * @param allowed how long a daemon may be silent
     */
    void check(long now, Duration allowed) {
        SessionLimits limits = port.limits();
        Duration silence = allowed.compareTo(limits.silence()) >= 0 ? allowed : limits.silence();
        if (state == State.GREETED && now - greeted > limits.opening().toNanos()) {
            later(() -> endAndLog("it opened no session within " + limits.opening().toSeconds() + " s"));
        } else if (now - heard > silence.toNanos()) {
            later(() -> endAndLog("nothing heard for " + silence.toSeconds() + " s"));
        } else if (channel.isWritable()) {
            stuck = 0;
        } else if (stuck == 0) {
            stuck = now;
        } else if (now - stuck > limits.unread().toNanos()) {
            later(() -> endAndLog("it has not read what it was sent for " + limits.unread().toSeconds() + " s"));
        }
    }

    /** Runs a task on the event loop. */
    void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            Wire.close(channel); // the port is closed, and the connection with it
        }
    }

    /** Ends the session, and asks the daemon to stay away for a while. */
    private void sendAway(String why) {
        if (state != State.ENDED) {
            port.warn("ended the session of daemon '" + WireText.printable(peer.name(), 64) + "' (" + address() + "): "
                    + why);
            endWith(new Failure(why, STAY_AWAY.toMillis()));
        }
    }

    private void endAndLog(String why) {
        if (state != State.ENDED) {
            port.warn("ended the session of daemon '" + WireText.printable(peer.name(), 64) + "' (" + address() + "): "
                    + why);
            endWith(new Failure(why));
        }
    }

    private void endWith(@Nullable Frame word) {
        end(false);
        if (word == null) {
            Wire.close(channel);
        } else {
            leave(word);
        }
    }

    private void leave(Frame word) {
        Wire.sendAndClose(channel, word);
        var _ = channel.eventLoop()
                .schedule(() -> Wire.close(channel), LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(boolean orderly) {
        DaemonReports.Session open = reports;
        DaemonId who = daemon;
        boolean was = state == State.OPEN;
        state = State.ENDED;
        pending.fail(HandleCommandResult.error(Errno.ENXIO, who + "'s session ended before its answer"));
        if (was && open != null && who != null) {
            port.ended(who, this);
            open.close(orderly);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof NotOursException notOurs) {
            endAndLog("it sent " + notOurs.what());
        } else if (reason instanceof java.io.IOException) {
            endWith(null);
        } else {
            endAndLog(reason.toString());
        }
    }

    @Override
    public String toString() {
        return "session of " + (daemon == null ? peer.name() : daemon.name()) + " (" + address() + ")";
    }
}
