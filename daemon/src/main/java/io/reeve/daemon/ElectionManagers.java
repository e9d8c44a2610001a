package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.node.Self;
import io.reeve.daemon.role.RoleEvents;
import io.reeve.election.Election;
import io.reeve.election.HistoryEntry;
import io.reeve.election.MgrCommands;
import io.reeve.election.StepDown;
import io.reeve.reportport.peer.PeerConnections;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The managers as the {@code mgr} commands see them, from the election, the peers and this manager's own role. */
final class ElectionManagers implements MgrCommands.Managers {
    /** The time the active has to agree to a hand-over, and beyond its drain time to finish it. */
    private static final Duration MARGIN = Duration.ofMillis(300);

    private final Election election;
    private final RoleEvents<?, ?> role;
    private final PeerConnections peers;
    private final Self self;

    ElectionManagers(Election election, RoleEvents<?, ?> role, PeerConnections peers, Self self) {
        this.election = election;
        this.role = role;
        this.peers = peers;
        this.self = self;
    }

    @Override
    public MgrMap map() {
        return election.map();
    }

    @Override
    public Optional<Map<String, Object>> history(long epoch) {
        return election.history(epoch).map(ElectionManagers::data);
    }

    private static Map<String, Object> data(HistoryEntry entry) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("epoch", entry.epoch());
        out.put("active_name", entry.name());
        out.put("active_gid", entry.gid());
        out.put("since", entry.since());
        out.put("until", entry.until());
        out.put("why", entry.why());
        return out;
    }

    @Override
    public HandleCommandResult fail(@Nullable String who, @Nullable Long epoch) {
        return HandleCommandResult.remark(election.fail(who, epoch, this::ask).text());
    }

    @Override
    public HandleCommandResult setDown(boolean down) {
        return HandleCommandResult.remark(election.setDown(down, this::ask));
    }

    /** Asks the active, this manager or another, to stop its modules and hand over. */
    private Duration ask(long gid, long epoch, StepDown how) {
        Duration most = gid == self.gid() ? role.handOver(epoch, how) : askPeer(gid, epoch, how);
        return most.isZero() ? most : most.plus(MARGIN);
    }

    private Duration askPeer(long gid, long epoch, StepDown how) {
        try {
            return peers.askToHandOver(gid, epoch, how).get(MARGIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Duration.ZERO; // it hangs
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Duration.ZERO;
        }
    }
}
