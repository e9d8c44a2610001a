package io.reeve.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reeve.http.testing.RawHttp;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clients that nobody invited, on both ports of the managers. They stay until the harm is undone. */
final class StrangerFaults {
    private static final int IDLE = 2_000;
    private static final int HALF = 100;
    private static final int NOISE = 20;

    private StrangerFaults() {}

    /** Some strangers, each of whom opens connections. */
    private abstract static class Strangers implements Fault {
        private final List<Socket> open = new ArrayList<>();

        /** @throws IOException if nobody listens there, or it hangs up */
        abstract void talkTo(Machine manager, FaultRound round) throws IOException, InterruptedException;

        final Socket keep(Socket socket) {
            open.add(socket);
            return socket;
        }

        List<Machine> victims(ContainerCluster cluster) throws InterruptedException {
            return cluster.managers();
        }

        @Override
        public void inflict(FaultRound round) throws Exception {
            for (Machine manager : victims(round.cluster())) {
                try {
                    talkTo(manager, round);
                } catch (IOException e) {
                    round.note(manager + " hangs up");
                }
            }
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** At the report port: who says to be a manager of a huge epoch, half frames, and noise. */
    static Fault atTheReportPort(RandomGenerator chance) {
        return new Strangers() {
            @Override
            void talkTo(Machine manager, FaultRound round) throws IOException, InterruptedException {
                ContainerCluster cluster = round.cluster();
                long epoch = cluster.epoch(manager);
                String fsid = cluster.fsid(manager);
                claim(open(manager), fsid, Math.max(0, epoch));
                for (int i = 0; i < HALF; i++) {
                    open(manager).getOutputStream().write(new byte[]{0, 0, 3, (byte) 0xe8, 1, 2, 3});
                }
                for (int i = 0; i < NOISE; i++) {
                    open(manager).getOutputStream().write("\u00ff\u0000 SSH-2.0\r\n".getBytes(ISO_8859_1));
                }
            }

            private Socket open(Machine manager) throws IOException {
                return keep(new Socket(InetAddress.getLoopbackAddress(), manager.reportPort()));
            }

            @Override
            public String toString() {
                return "all managers";
            }
        };
    }

    private static void claim(Socket socket, String fsid, long epoch) throws IOException {
        long highest = Identity.NUMBER_LIMIT - 1;
        Frames.write(socket, Frame.Hello.of(Frame.MANAGER, new Identity("zzz", 424242, "reeve", fsid, highest)));
        Frames.write(socket, new Frame.Ping(1, highest));
        Frames.write(socket, new Frame.Drain(2, epoch, "a stranger says so", "0123456789abcdef"));
        Frames.write(socket, new Frame.Audit(3, "a stranger's line", "0123456789abcdef"));
        Frames.write(socket, new Frame.Ping(4, highest));
    }

    /** By HTTP: two requests in one packet, and requests that stop in the middle. */
    static Fault byHttp(RandomGenerator chance) {
        return new Strangers() {
            @Override
            void talkTo(Machine manager, FaultRound round) throws IOException {
                String get = "GET /hello/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
                for (int i = 0; i < NOISE; i++) {
                    keep(RawHttp.open(manager.port(), get + get + get));
                }
                for (int i = 0; i < HALF; i++) {
                    keep(RawHttp.open(manager.port(), "GET /hello/ HTTP/1.1\r\nHost: localhost\r\nX-a"));
                    keep(RawHttp.open(manager.port(), "POST /api/command HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"));
                }
            }

            @Override
            public String toString() {
                return "all managers";
            }
        };
    }

    /** Thousands of connections on which nothing is said. */
    static Fault idle(RandomGenerator chance) {
        Target target = Target.manager(chance);
        return new Strangers() {
            @Override
            List<Machine> victims(ContainerCluster cluster) throws InterruptedException {
                return List.of(target.manager(cluster));
            }

            @Override
            void talkTo(Machine manager, FaultRound round) throws IOException {
                for (int i = 0; i < IDLE; i++) {
                    keep(RawHttp.open(manager.port(), ""));
                }
            }

            @Override
            public String toString() {
                return IDLE + " at manager " + target;
            }
        };
    }
}
