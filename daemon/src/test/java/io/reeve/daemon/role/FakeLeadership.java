package io.reeve.daemon.role;

import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A leadership that notes what is asked of it. */
public final class FakeLeadership implements Leadership {
    public final List<String> said = new CopyOnWriteArrayList<>();
    private final long epoch;
    volatile @Nullable RuntimeException releaseThrows;
    public volatile State state = State.LEADING;
    public volatile boolean mayAct = true;

    public FakeLeadership(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isFrozen() {
        return false;
    }

    @Override
    public List<Long> commit(List<Write> writes) {
        return List.of();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean mayAct() {
        return mayAct;
    }

    @Override
    public void publishAvailable() {
        said.add("available");
    }

    @Override
    public void publishServices(Map<String, String> services) {
        said.add("services");
    }

    @Override
    public SortedSet<String> changeModules(Set<String> known, UnaryOperator<SortedSet<String>> change) {
        said.add("modules");
        return change.apply(new TreeSet<>(known));
    }

    @Override
    public void release(StepDown how) {
        said.add(how.down() ? "released and set down" : "released");
        if (releaseThrows != null) {
            throw releaseThrows;
        }
    }

    @Override
    public void activationFailed(String why) {
        said.add("failed");
    }
}
