package io.reeve.report.testing;

import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A manager as far as a reporter sees it, on plain sockets; a test says whether it is active, and hears everything. */
public final class FakeReportPort implements AutoCloseable {
    public static final String FSID = "11111111-2222-3333-4444-555555555555";
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Frame> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Where where = new Where(0, false, "", List.of());
    private volatile Configure configure = new Configure(0, 50, 0);
    private volatile boolean mute;
    private volatile Runnable hold = () -> {};

    public FakeReportPort() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** It is active in this epoch, and wants reports each so many milliseconds of what has this priority. */
    public FakeReportPort active(long epoch, long period, int threshold) {
        configure = new Configure(epoch, period, threshold);
        where = new Where(epoch, true, address(), List.of(address()));
        return this;
    }

    /** It is a standby and says who is active. */
    public FakeReportPort standby(long epoch, String active, String... managers) {
        where = new Where(epoch, false, active, List.of(managers));
        return this;
    }

    /** From now on it leaves each hello unanswered until that task ends, as a manager that waits for a new active. */
    public void holdHellos(Runnable until) {
        hold = until;
    }

    /** From now on it answers nothing, as a host that lost its power. */
    public void mute() {
        mute = true;
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /** All frames that came, of one kind. */
    public <T extends Frame> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<Report> reports() {
        return heard(Report.class);
    }

    /** The paths that were declared, in order. */
    public List<String> declared() {
        return reports().stream().flatMap(r -> r.declare().stream()).map(spec -> spec.path()).toList();
    }

    /** The values of the last report. */
    public long[] lastValues() {
        List<Report> all = reports();
        return all.isEmpty() ? new long[0] : all.get(all.size() - 1).values();
    }

    /** Says something to all that are connected. */
    public void say(Frame frame) {
        for (Socket socket : sockets) {
            try {
                write(socket, frame);
            } catch (IOException e) {
                // that one has gone meanwhile
            }
        }
    }

    /** Ends all connections, as a process that is killed. */
    public void cut() {
        for (Socket socket : sockets) {
            end(socket);
        }
    }

    private void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.remove(socket);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                if (server.isClosed()) {
                    end(socket); // close() may not have seen it
                }
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try {
            while (true) {
                Frame frame = Frames.read(socket);
                heard.add(frame);
                for (Frame answer : mute ? List.<Frame>of() : answer(frame)) {
                    write(socket, answer);
                }
            }
        } catch (IOException e) {
            sockets.remove(socket);
        }
    }

    private List<Frame> answer(Frame frame) {
        if (frame instanceof Frame.Hello) {
            hold.run();
            return List.<Frame>of(
                    Frame.Hello.of(Frame.MANAGER, new Identity("a", 7, "reeve", FSID, where.epoch())), where);
        } else if (frame instanceof Open) {
            return List.of(configure);
        } else if (frame instanceof Frame.Ping ping) {
            return List.of(new Frame.Pong(ping.number(), where.epoch(), true));
        } else if (frame instanceof DaemonFrame.Close) {
            return List.of(new DaemonFrame.Close(where.epoch()));
        }
        return List.of();
    }

    private static synchronized void write(Socket socket, Frame frame) throws IOException {
        Frames.write(socket, frame);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fake-manager");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
