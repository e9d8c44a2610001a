package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.NameProbe;
import io.reeve.reportport.peer.PeerProbe;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The probe of the manager that holds a name, which asks at its report port. */
record HolderProbe(PeerProbe peers) implements NameProbe {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @Override
    public Verdict probe(MgrMap.Manager holder) {
        try {
            return switch (peers.ask(holder).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                case PeerProbe.Answer.Alive _ -> Verdict.ALIVE;
                case PeerProbe.Answer.Gone _ -> Verdict.GONE;
                case PeerProbe.Answer.Unknown _ -> Verdict.UNKNOWN;
            };
        } catch (ExecutionException | TimeoutException e) {
            return Verdict.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.UNKNOWN;
        }
    }
}
