package io.reeve.reportport.peer;

import io.netty.util.concurrent.Future;
import io.reeve.api.cluster.MgrMap;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Wire;
import io.reeve.report.protocol.WireText;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A probe of whether the process that holds a manager's name is still alive, so that the name can be taken over. */
public final class PeerProbe {
    private static final int TRIES = 5;
    private final ReportPort port;
    private final String host;
    private final Dialer dialer;

    /** The result of a probe. */
    public sealed interface Answer {
        /** The process answered. */
        record Alive(long gid) implements Answer {}

        /** The process is gone: nobody listens there, or another process does. */
        record Gone(String why) implements Answer {}

        /** Unknown from here: wait for its session to expire. */
        record Unknown(String why) implements Answer {}
    }

    /**
     * Probes over that port's thread.
     *
     * @param host this host's name, as in {@link MgrMap.Manager#host}
     */
    public PeerProbe(ReportPort port, String host) {
        this.port = port;
        this.host = host;
        this.dialer = new Dialer(port);
    }

    /** Probes the holder's report address; takes about a second at most, and never fails. */
    public CompletableFuture<Answer> ask(MgrMap.Manager holder) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Resolver.resolve(port, holder.report(), address -> ask(holder, address, answer));
        // The port may be closed meanwhile, and then nobody answers.
        return answer.completeOnTimeout(new Answer.Unknown("no answer from " + holder.report()),
                2 * port.timing().dial().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(MgrMap.Manager holder, InetSocketAddress address, CompletableFuture<Answer> answer) {
        if (address.isUnresolved() || address.getPort() == 0) {
            answer.complete(new Answer.Unknown("its report address " + holder.report() + " is not a known HOST:PORT"));
        } else if (address.getAddress().isLoopbackAddress() && !holder.host().equals(host)) {
            answer.complete(
                    new Answer.Unknown("its report address " + holder.report() + " is a loopback address of host "
                            + holder.host() + ", which cannot be reached from " + host));
        } else {
            attempt(holder, address, 1, answer);
        }
    }

    private void attempt(MgrMap.Manager holder, InetSocketAddress address, int number,
            CompletableFuture<Answer> answer) {
        dialer.dial(address, Frame.PROBE, outcome -> {
            if (outcome instanceof DialOutcome.Greeted greeted) {
                Wire.close(greeted.channel());
            }
            boolean again = outcome instanceof DialOutcome.Ended
                    || (outcome instanceof DialOutcome.Refused && number == 1);
            if (again && number < TRIES) {
                Future<?> _ = port.later(port.timing().again(), () -> attempt(holder, address, number + 1, answer));
            } else {
                answer.complete(judge(holder, outcome));
            }
        });
    }

    private static Answer judge(MgrMap.Manager holder, DialOutcome outcome) {
        String at = holder.report();
        return switch (outcome) {
            case DialOutcome.Greeted greeted when greeted.by().gid() == holder.gid() -> new Answer.Alive(holder.gid());
            case DialOutcome.Greeted greeted -> new Answer.Gone("the process with gid " + greeted.by().gid()
                    + " (manager '" + WireText.printable(greeted.by().name(), 64) + "') answers at " + at);
            case DialOutcome.Refused _ -> new Answer.Gone("nobody listens at " + at);
            case DialOutcome.Unreachable unreachable -> new Answer.Unknown(at + ": " + unreachable.why());
            case DialOutcome.Ended _ -> new Answer.Unknown(at + " closes connections without an answer");
            case DialOutcome.Silent silent -> new Answer.Unknown(at + ": " + silent.why());
            case DialOutcome.Strange strange -> new Answer.Unknown("what answers at " + at + " is " + strange.what());
        };
    }
}
