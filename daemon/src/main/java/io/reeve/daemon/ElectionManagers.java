package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.builtin.MgrCommands;
import io.reeve.election.Election;
import io.reeve.election.FailResult;
import io.reeve.election.HistoryEntry;
import io.reeve.election.Leadership;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands about managers, answered by the election: the translation of its words into theirs. */
final class ElectionManagers implements MgrCommands.Managers {
    private final Election election;
    private final RoleController roles;

    ElectionManagers(Election election, RoleController roles) {
        this.election = election;
        this.roles = roles;
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
        FailResult result = election.fail(who, epoch);
        return switch (result.outcome()) {
            case FAILED, ALREADY, NO_ACTIVE -> HandleCommandResult.remark(result.text());
            case SELF -> {
                Leadership leadership = roles.leadership();
                if (leadership != null) {
                    roles.handOver(leadership, "mgr fail");
                }
                yield HandleCommandResult.remark(result.text());
            }
        };
    }

    @Override
    public HandleCommandResult setDown(boolean down) {
        return HandleCommandResult.remark(election.setDown(down));
    }
}
