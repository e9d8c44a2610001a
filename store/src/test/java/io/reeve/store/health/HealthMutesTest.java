package io.reeve.store.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.HealthCheck;
import io.reeve.api.NotActiveException;
import io.reeve.election.FencedWriter;
import io.reeve.store.health.HealthMutes.Mute;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthMutesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final HealthCheck DOWN = new HealthCheck("OSD_DOWN", HealthCheck.Severity.WARNING, "2 osds down", 2,
            List.of());
    private StoreFixture zk;
    private FencedWriter writer;
    private HealthMutes mutes;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        writer = DirectFencedWriter.elect(zk.client(), zk.paths);
        mutes = new HealthMutes(zk.client(), zk.paths);
        mutes.load(LIMIT);
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    @Test
    void whatOthersWroteAtTheSameTimeIsKept() throws Exception {
        HealthMutes other = new HealthMutes(zk.client(), zk.paths);
        other.load(LIMIT);
        mutes.mute(writer, new Mute("A", true, 0, "", 0));
        other.mute(writer, new Mute("B", true, 0, "", 0));
        mutes.mute(writer, new Mute("C", true, 0, "", 0));
        other.unmute(writer, "A");

        mutes.load(LIMIT);
        assertThat(mutes.all()).containsOnlyKeys("B", "C");
    }

    @Test
    void muteSurvivesAFailover() throws Exception {
        mutes.mute(writer, new Mute("OSD_DOWN", false, 0, "2 osds down", 2));
        mutes.mute(writer, new Mute("SLOW_OPS", true, 77, "", 0));
        HealthMutes next = new HealthMutes(zk.client(), zk.paths);
        next.load(LIMIT);

        assertThat(next.all()).isEqualTo(mutes.all()).hasSize(2);
        next.unmute(writer, "OSD_DOWN");
        mutes.load(LIMIT);
        assertThat(mutes.all()).containsOnlyKeys("SLOW_OPS");
        next.unmute(writer, "");
        assertThat(next.all()).isEmpty();
    }

    @Test
    void muteEndsWhenItsTimeIsOver() {
        mutes.mute(writer, new Mute("OSD_DOWN", true, 1_000, "", 2));
        mutes.review(writer, List.of(DOWN), 999);
        assertThat(mutes.all()).hasSize(1);

        mutes.review(writer, List.of(DOWN), 1_000);
        assertThat(mutes.all()).isEmpty();
    }

    @Test
    void muteEndsWhenTheCheckClearsOrGrowsUnlessItIsSticky() {
        mutes.mute(writer, new Mute("OSD_DOWN", false, 0, "", 2));
        mutes.review(writer, List.of(DOWN), 5);
        assertThat(mutes.all()).hasSize(1);
        mutes.review(writer, List.of(DOWN, DOWN), 5);
        assertThat(mutes.all()).isEmpty();

        mutes.mute(writer, new Mute("OSD_DOWN", false, 0, "", 2));
        mutes.mute(writer, new Mute("MON_DOWN", true, 0, "", 1));
        mutes.review(writer, List.of(), 5);
        assertThat(mutes.all()).containsOnlyKeys("MON_DOWN");
    }

    @Test
    void garbageInZooKeeperIsNoMute() throws Exception {
        zk.client().create().forPath(zk.paths.mutes(), "[{\"code\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        mutes.load(LIMIT);
        assertThat(mutes.all()).isEmpty();

        mutes.mute(writer, new Mute("OSD_DOWN", false, 0, "", 2));
        mutes.load(LIMIT);
        assertThat(mutes.all()).hasSize(1);
    }

    @Test
    void deposedManagerMutesNothing() throws Exception {
        FencedWriter _ = DirectFencedWriter.elect(zk.client(), zk.paths);

        assertThatThrownBy(() -> mutes.mute(writer, new Mute("OSD_DOWN", false, 0, "", 2)))
                .isInstanceOf(NotActiveException.class);
        assertThat(mutes.all()).isEmpty();
    }
}
